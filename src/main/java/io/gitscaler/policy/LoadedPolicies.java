package io.gitscaler.policy;

import java.util.List;

/**
 * Everything that was found below the policies path.
 *
 * @param policies the valid ones, ordered by identity; no two have the same identity or target
 * @param problems every problem of every file, ordered by file and line
 * @param skipped one sentence for each document of another kind
 */
public record LoadedPolicies(
    PolicyRevision revision,
    List<ScalingPolicy> policies,
    List<PolicyProblem> problems,
    List<String> skipped) {
  public LoadedPolicies {
    policies = List.copyOf(policies);
    problems = List.copyOf(problems);
    skipped = List.copyOf(skipped);
  }
}
