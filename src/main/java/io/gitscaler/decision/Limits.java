package io.gitscaler.decision;

import io.gitscaler.history.ScalingHistory;
import io.gitscaler.policy.ScalingPolicy;
import io.gitscaler.workload.Workload;
import java.time.Instant;
import java.util.List;

/** Takes a recommendation through every limit of the policy. */
public final class Limits {
  private Limits() {}

  /**
   * The decision. A recommendation without a count holds the target.
   *
   * @param history as the last pass left it
   */
  public static ScalingDecision limit(
      ScalingPolicy policy,
      Workload workload,
      Recommendation recommendation,
      ScalingHistory history,
      Instant now) {
    int from = workload.specReplicas();
    Integer wanted = recommendation.replicas();
    int to =
        wanted == null
            ? from
            : Math.min(policy.bounds().max(), Math.max(policy.bounds().min(), wanted));
    return new ScalingDecision(
        from, to, recommendation.reason(), recommendation.sentence(), List.of(), wanted);
  }
}
