package io.gitscaler.policy;

import java.util.List;
import java.util.stream.Stream;

/**
 * Everything that was found below the policies path.
 *
 * @param policies the valid ones, ordered by identity; no two have the same identity or target
 * @param problems every problem of every file, ordered by file and line
 * @param skipped one sentence for each document of another kind
 * @param notices one sentence for each thing that whoever runs this should know, such as that Git did not answer
 */
public record LoadedPolicies(
    PolicyRevision revision,
    List<ScalingPolicy> policies,
    List<PolicyProblem> problems,
    List<String> skipped,
    List<String> notices) {
  /** Policies with nothing to say about them. */
  public LoadedPolicies(
      PolicyRevision revision,
      List<ScalingPolicy> policies,
      List<PolicyProblem> problems,
      List<String> skipped) {
    this(revision, policies, problems, skipped, List.of());
  }

  public LoadedPolicies {
    policies = List.copyOf(policies);
    problems = List.copyOf(problems);
    skipped = List.copyOf(skipped);
    notices = List.copyOf(notices);
  }

  /** The same with one thing more that whoever runs this should know. */
  public LoadedPolicies withNotice(String sentence) {
    List<String> all = Stream.concat(notices.stream(), Stream.of(sentence)).toList();
    return new LoadedPolicies(revision, policies, problems, skipped, all);
  }
}
