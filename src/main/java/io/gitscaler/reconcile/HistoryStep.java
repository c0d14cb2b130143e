package io.gitscaler.reconcile;

import io.gitscaler.audit.PolicyResult;
import io.gitscaler.audit.Readings;
import io.gitscaler.decision.RecentHistory;
import io.gitscaler.decision.ScalingDecision;
import io.gitscaler.failure.OneLine;
import io.gitscaler.history.Intent;
import io.gitscaler.history.ScalingHistory;
import io.gitscaler.history.ScalingHistory.BeyondMax;
import io.gitscaler.history.ScalingHistory.FailureStreak;
import io.gitscaler.history.ScalingHistory.LastDecision;
import io.gitscaler.workload.ScaleOutcome;
import io.gitscaler.workload.Workload;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the next pass must know of this one. */
final class HistoryStep {
  private static final int MOST_READINGS = 5;
  private static final int LONGEST_READING = 300;

  private HistoryStep() {}

  /** The history once a scaling is announced: recommendations are kept even if this run dies now. */
  static ScalingHistory announced(PolicyResult decided, Intent intent) {
    ScalingHistory kept = recent(decided, false);
    ScalingHistory before = decided.before();
    return new ScalingHistory(
        kept.recommendations(),
        kept.changes(),
        kept.scaledToZero(),
        kept.lastSeen(),
        before.fingerprint(),
        before.failure(),
        before.paused(),
        before.beyondMax(),
        before.last(),
        intent,
        before.counters(),
        before.notInForce());
  }

  /**
   * The history after the pass.
   *
   * @param noticed the history as the roll call left it: with the intent from before the scaling, if there is one
   */
  static ScalingHistory after(PolicyResult result, ScalingHistory noticed) {
    ScalingHistory kept = recent(result, result.outcome() instanceof ScaleOutcome.Applied);
    ScalingHistory before = result.before();
    Map<String, Integer> counters = new TreeMap<>(before.counters());
    counters.merge(Recording.reason(result), 1, Integer::sum);
    return new ScalingHistory(
        kept.recommendations(),
        kept.changes(),
        kept.scaledToZero(),
        kept.lastSeen(),
        result.policy().fingerprint(),
        failure(result),
        result.policy().pauseAt(result.at()) != null,
        beyondMax(result),
        last(result),
        isOpen(result) ? noticed.intent() : null,
        counters,
        noticed.notInForce());
  }

  /** Whether the next run must find out what became of a scaling: an earlier one's, or this one's whose request got no answer. */
  private static boolean isOpen(PolicyResult result) {
    return result.before().intent() != null || result.outcome() instanceof ScaleOutcome.Unknown;
  }

  private static ScalingHistory recent(PolicyResult result, boolean applied) {
    ScalingDecision decision = result.decision();
    Workload workload = result.workload();
    return decision == null || workload == null
        ? result.before()
        : RecentHistory.after(
            result.before(), result.policy(), workload, decision, applied, result.at());
  }

  private static @Nullable FailureStreak failure(PolicyResult result) {
    if (result.skipped()) {
      return result.before().failure();
    }
    PolicyResult.Failure failure = result.failure();
    return failure == null
        ? null
        : FailureStreak.after(
            result.before().failure(), result.at(), failure.code().name(), failure.sentence());
  }

  /** Skipped, and so early that nothing is known: what was true before stays. */
  private static boolean undecided(PolicyResult result) {
    return result.skipped() && result.decision() == null;
  }

  private static @Nullable BeyondMax beyondMax(PolicyResult result) {
    BeyondMax before = result.before().beyondMax();
    if (undecided(result)) {
      return before;
    }
    if (!Recording.beyondMax(result)) {
      return before == null ? null : new BeyondMax(before.recorded(), false);
    }
    return before == null || Recording.beyondMaxIsNews(result)
        ? new BeyondMax(result.at(), true)
        : new BeyondMax(before.recorded(), true);
  }

  private static @Nullable LastDecision last(PolicyResult result) {
    Workload workload = result.workload();
    if (workload == null || undecided(result)) {
      return result.before().last();
    }
    ScalingDecision decision = result.decision();
    ScaleOutcome outcome = result.outcome();
    return new LastDecision(
        result.at(),
        workload.specReplicas(),
        decision == null ? workload.specReplicas() : decision.to(),
        Recording.reason(result),
        result.sentence(),
        outcome == null ? "stopped" : outcome.word(),
        decision == null ? List.of() : Recording.findings(decision.findings()),
        readings(result));
  }

  /** As many and as much of them as state may keep: an answer can be long, and there is one for each pod. */
  private static List<String> readings(PolicyResult result) {
    return Readings.of(result).stream()
        .limit(MOST_READINGS)
        .map(line -> OneLine.of(line, LONGEST_READING))
        .toList();
  }
}
