package io.gitscaler.decision;

import io.gitscaler.history.ScalingHistory;
import io.gitscaler.policy.Pause;
import io.gitscaler.policy.ScalingPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is to be said before any limit: a pause that is over, windows that start anew. */
final class Opening {
  private Opening() {}

  /**
   * The findings.
   *
   * @param asks whether the pass asks for a count
   */
  static List<Finding> findings(
      ScalingPolicy policy, int replicas, ScalingHistory history, boolean asks, Instant now) {
    List<Finding> findings = new ArrayList<>();
    Pause pause = policy.pause();
    if (pause != null && !pause.holdsAt(now)) {
      findings.add(
          new Finding(
              ReasonCode.PauseExpired,
              replicas,
              replicas,
              "the pause ended at "
                  + pause.until()
                  + " and the policy acts again; it may be removed"));
    }
    Windows windows = Windows.of(policy);
    if (windows.startAnew(history, asks, now)) {
      findings.add(
          new Finding(
              ReasonCode.WindowReseeded,
              replicas,
              replicas,
              anew(Windows.known(history), replicas, now)));
    }
    return findings;
  }

  private static String anew(@Nullable Instant known, int replicas, Instant now) {
    String why =
        known == null
            ? "the policy is new"
            : "nothing is known of the last " + Windows.text(Duration.between(known, now));
    return why + ", so stabilization starts anew with the current " + replicas;
  }
}
