package io.gitscaler.decision;

import io.gitscaler.history.ScalingHistory;
import io.gitscaler.policy.ScalingBehavior;
import io.gitscaler.policy.ScalingPolicy;
import java.time.Duration;
import java.time.Instant;

/**
 * The stabilization windows of a policy, and whether what is known reaches back far enough for them.
 *
 * @param up for scaling out; zero without {@code behavior}
 * @param down for scaling in
 */
record Windows(Duration up, Duration down) {
  static Windows of(ScalingPolicy policy) {
    ScalingBehavior behavior = policy.behavior();
    return behavior == null
        ? new Windows(Duration.ZERO, policy.downscaleStabilization())
        : new Windows(
            behavior.scaleUp().stabilizationWindow(), behavior.scaleDown().stabilizationWindow());
  }

  Duration longest() {
    return up.compareTo(down) > 0 ? up : down;
  }

  /** The shorter one of those that are not zero; zero where both are. */
  private Duration shortest() {
    if (up.isZero() || down.isZero()) {
      return longest();
    }
    return up.compareTo(down) < 0 ? up : down;
  }

  /**
   * Whether the windows start anew with the current count, as those of the reference do after a restart: for a policy that is
   * new, and after a gap longer than a window.
   *
   * <p>The recommendations are shared by both directions, so the shorter window decides. A window of zero looks at no
   * history and has nothing to start anew. A window that is shorter than the time from pass to pass would start anew in every
   * pass and never let go; so a gap is one only where it is more than twice the time between the two passes before it.
   */
  boolean startAnew(ScalingHistory history, Instant now) {
    if (longest().isZero()) {
      return false;
    }
    Instant seen = history.lastSeen();
    if (seen == null) {
      return true;
    }
    Duration gap = Duration.between(seen, now);
    return gap.compareTo(shortest()) > 0
        && gap.compareTo(rhythm(history, seen).multipliedBy(2)) > 0;
  }

  /** The time between the last two passes; zero where it is not known. */
  private static Duration rhythm(ScalingHistory history, Instant seen) {
    if (history.failure() != null) {
      return Duration.ZERO;
    }
    return history.recommendations().stream()
        .map(ScalingHistory.Recommended::at)
        .filter(at -> at.isBefore(seen))
        .max(Instant::compareTo)
        .map(at -> Duration.between(at, seen))
        .orElse(Duration.ZERO);
  }

  /** Whole units where they fit: {@code 5m}, {@code 90s}, {@code 1h}. */
  static String text(Duration span) {
    long seconds = span.toSeconds();
    if (seconds == 0 || seconds % 60 != 0) {
      return seconds + "s";
    }
    return seconds % 3600 == 0 ? seconds / 3600 + "h" : seconds / 60 + "m";
  }
}
