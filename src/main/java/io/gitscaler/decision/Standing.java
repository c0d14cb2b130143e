package io.gitscaler.decision;

import io.gitscaler.history.ScalingHistory;
import io.gitscaler.policy.Pause;
import io.gitscaler.policy.ReplicaBounds;
import io.gitscaler.policy.ScalingPolicy;
import io.gitscaler.workload.Workload;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is decided from where the target stands, without measuring: a pause, a target at zero, a count outside the bounds.
 * None of it is subject to stabilization or rates, just as in the HorizontalPodAutoscaler.
 */
public final class Standing {
  private Standing() {}

  /**
   * Looks at pause, zero and bounds, in this order.
   *
   * @return null where the target is to be measured
   */
  public static @Nullable ScalingDecision decide(
      ScalingPolicy policy, Workload workload, ScalingHistory history, Instant now) {
    int from = workload.specReplicas();
    Pause pause = policy.pauseAt(now);
    List<Finding> findings = Opening.findings(policy, from, history, pause != null, now);
    if (pause != null) {
      return paused(pause, from, findings);
    }
    if (from == 0) {
      return ZeroRules.decide(policy, history, findings);
    }
    ReplicaBounds bounds = policy.bounds();
    if (from > bounds.max()) {
      return clamped(
          findings,
          new Finding(
              ReasonCode.CurrentAboveMax,
              from,
              bounds.max(),
              from + " replicas are above maxReplicas " + bounds.max()));
    }
    if (from < bounds.min()) {
      return clamped(
          findings,
          new Finding(
              ReasonCode.CurrentBelowMin,
              from,
              bounds.min(),
              from + " replicas are below minReplicas " + bounds.min()));
    }
    return null;
  }

  /** A pause asks for its count as a measurement would, so that its end is no reason to drop at once what it held. */
  private static ScalingDecision paused(Pause pause, int from, List<Finding> before) {
    int to = pause.replicas() == null ? from : pause.replicas();
    String sentence =
        "paused at "
            + to
            + (pause.until() == null ? "" : " until " + pause.until())
            + ": "
            + pause.reason();
    List<Finding> all = new ArrayList<>(before);
    all.add(new Finding(ReasonCode.Paused, from, to, sentence));
    return new ScalingDecision(from, to, ReasonCode.Paused, sentence, all, to);
  }

  /** Ends with this finding, which explains the decision. */
  static ScalingDecision clamped(List<Finding> before, Finding last) {
    List<Finding> all = new ArrayList<>(before);
    all.add(last);
    return new ScalingDecision(
        last.before(), last.after(), last.code(), last.sentence(), all, null);
  }
}
