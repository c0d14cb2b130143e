package io.gitscaler.cli.usecase;

import io.gitscaler.policy.PolicyId;
import io.gitscaler.policy.PolicyProblem;
import java.util.List;

/**
 * Policies that were made from something else.
 *
 * @param problems what kept others from being made
 * @param skipped one sentence for each document of another kind
 */
public record ConvertedPolicies(
    List<Converted> policies, List<PolicyProblem> problems, List<String> skipped) {
  public ConvertedPolicies {
    policies = List.copyOf(policies);
    problems = List.copyOf(problems);
    skipped = List.copyOf(skipped);
  }

  /**
   * A policy that can be used.
   *
   * @param text its YAML document, with the remarks as comments
   * @param remarks what was not carried over, and what to do about it
   */
  public record Converted(PolicyId id, String text, List<String> remarks) {
    public Converted {
      remarks = List.copyOf(remarks);
    }
  }
}
