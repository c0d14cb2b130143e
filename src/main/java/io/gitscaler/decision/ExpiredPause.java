package io.gitscaler.decision;

import io.gitscaler.policy.Pause;
import io.gitscaler.policy.ScalingPolicy;
import java.time.Instant;
import java.util.Optional;

/** Tells that a pause which is still written in the policy has ended by its own date. */
final class ExpiredPause {
  private ExpiredPause() {}

  static Optional<Finding> finding(ScalingPolicy policy, int replicas, Instant now) {
    Pause pause = policy.pause();
    if (pause == null || pause.holdsAt(now)) {
      return Optional.empty();
    }
    String sentence =
        "the pause ended at " + pause.until() + " and the policy acts again; it may be removed";
    return Optional.of(new Finding(ReasonCode.PauseExpired, replicas, replicas, sentence));
  }
}
