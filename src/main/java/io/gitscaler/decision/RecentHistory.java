package io.gitscaler.decision;

import io.gitscaler.history.ScalingHistory;
import io.gitscaler.policy.ScalingPolicy;
import io.gitscaler.workload.Workload;
import java.time.Instant;

/** What a decision leaves behind for the next one. */
public final class RecentHistory {
  private RecentHistory() {}

  /**
   * The history after a pass.
   *
   * @param before the history that the decision was based on
   * @param applied whether the target was scaled as decided
   */
  public static ScalingHistory after(
      ScalingHistory before,
      ScalingPolicy policy,
      Workload workload,
      ScalingDecision decision,
      boolean applied,
      Instant now) {
    return new ScalingHistory(
        before.recommendations(),
        before.changes(),
        before.scaledToZero(),
        now,
        policy.fingerprint(),
        before.failure(),
        before.paused(),
        before.beyondMax(),
        before.last(),
        before.intent(),
        before.counters());
  }
}
