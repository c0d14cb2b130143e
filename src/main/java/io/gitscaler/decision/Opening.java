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

  static List<Finding> findings(
      ScalingPolicy policy, int replicas, ScalingHistory history, Instant now) {
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
    if (windows.startAnew(history, now)) {
      findings.add(
          new Finding(
              ReasonCode.WindowReseeded,
              replicas,
              replicas,
              anew(history.lastSeen(), replicas, now)));
    }
    return findings;
  }

  private static String anew(@Nullable Instant seen, int replicas, Instant now) {
    String why =
        seen == null
            ? "the policy is new"
            : "nothing is known of the last " + Windows.text(Duration.between(seen, now));
    return why + ", so stabilization starts anew with the current " + replicas;
  }
}
