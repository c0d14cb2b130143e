package io.gitscaler.decision;

import io.gitscaler.history.ScalingHistory;
import io.gitscaler.history.ScalingHistory.Change;
import io.gitscaler.history.ScalingHistory.Recommended;
import io.gitscaler.policy.ScalingBehavior;
import io.gitscaler.policy.ScalingMethod;
import io.gitscaler.policy.ScalingPolicy;
import io.gitscaler.workload.Workload;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What a decision leaves behind for the next one. Entries past every window go, but for the few that tell the rhythm of passes. */
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
    boolean scaled = applied && decision.changes();
    boolean asked = decision.recommended() != null;
    List<Recommended> recommendations =
        new ArrayList<>(recommendations(before, policy, workload.specReplicas(), asked, now));
    if (decision.recommended() != null) {
      recommendations.add(new Recommended(now, decision.recommended()));
    }
    List<Change> changes = new ArrayList<>(before.changes());
    if (scaled) {
      changes.add(new Change(now, decision.to() - decision.from()));
    }
    return new ScalingHistory(
        Windows.of(policy).kept(recommendations, now),
        changes(changes, policy, now),
        scaledToZero(before, policy, decision, scaled),
        now,
        policy.fingerprint(),
        before.failure(),
        before.paused(),
        before.beyondMax(),
        before.last(),
        before.intent(),
        before.counters(),
        before.notInForce());
  }

  /** The recommendations before this pass, with the current count where the windows start anew. */
  static List<Recommended> recommendations(
      ScalingHistory history, ScalingPolicy policy, int current, boolean asks, Instant now) {
    if (!Windows.of(policy).startAnew(history, asks, now)) {
      return history.recommendations();
    }
    List<Recommended> all = new ArrayList<>(history.recommendations());
    all.add(new Recommended(now, current));
    return all;
  }

  /** Changes inside the longest period of either direction, since those of both count for both; none without periods. */
  private static List<Change> changes(List<Change> all, ScalingPolicy policy, Instant now) {
    ScalingBehavior behavior = policy.behavior();
    if (behavior == null) {
      return List.of();
    }
    Duration up = behavior.scaleUp().longestPeriod();
    Duration down = behavior.scaleDown().longestPeriod();
    Instant cutoff = now.minus(up.compareTo(down) > 0 ? up : down);
    return all.stream().filter(change -> change.at().isAfter(cutoff)).toList();
  }

  /**
   * Whose zero it is. Ours is one that a pause asked for, that a program asked for, or that metrics asked for which can bring
   * the target back; it ends when the target is seen above zero.
   */
  private static boolean scaledToZero(
      ScalingHistory before, ScalingPolicy policy, ScalingDecision decision, boolean scaled) {
    if (!scaled) {
      return decision.from() == 0 && before.scaledToZero();
    }
    if (decision.to() != 0) {
      return false;
    }
    return decision.reason() == ReasonCode.Paused
        || policy.method() instanceof ScalingMethod.ByPrograms
        || ZeroRules.measurableAtZero(policy);
  }
}
