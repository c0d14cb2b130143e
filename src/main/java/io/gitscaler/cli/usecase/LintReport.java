package io.gitscaler.cli.usecase;

import io.gitscaler.policy.LoadedPolicies;
import io.gitscaler.policy.PolicyProblem;
import java.util.List;

/**
 * What is wrong with policies, and what is doubtful.
 *
 * @param warnings where a valid policy most likely does not do what it says; ordered by file and line
 */
public record LintReport(LoadedPolicies loaded, List<PolicyProblem> warnings) {
  public LintReport {
    warnings = List.copyOf(warnings);
  }
}
