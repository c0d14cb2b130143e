package io.gitscaler.decision;

import io.gitscaler.history.ScalingHistory;
import io.gitscaler.history.ScalingHistory.Recommended;
import io.gitscaler.policy.ScalingBehavior;
import io.gitscaler.policy.ScalingPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

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
   * pass and never let go; so a gap is one only where it is more than twice the longest time between the passes before it.
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
    return gap.compareTo(shortest()) > 0 && gap.compareTo(rhythm(history).multipliedBy(2)) > 0;
  }

  /**
   * The longest time between two passes that follow each other, as far as they are remembered; zero where no two are. Not the
   * newest time alone: passes of one run are nearer to each other than runs are.
   */
  private static Duration rhythm(ScalingHistory history) {
    List<Instant> times = times(history.recommendations());
    return IntStream.range(1, times.size())
        .mapToObj(later -> Duration.between(times.get(later - 1), times.get(later)))
        .max(Duration::compareTo)
        .orElse(Duration.ZERO);
  }

  /**
   * What is to be kept of these recommendations: those inside the longest window; and of older ones the newest two passes,
   * which tell the rhythm where all that is inside the window is a single run's, or a single pass's.
   */
  List<Recommended> kept(List<Recommended> all, Instant now) {
    if (longest().isZero()) {
      return List.of();
    }
    Instant cutoff = now.minus(longest());
    List<Instant> past = times(all).stream().filter(time -> time.isBefore(cutoff)).toList();
    Instant oldest = past.isEmpty() ? cutoff : past.get(Math.max(0, past.size() - 2));
    return all.stream().filter(entry -> !entry.at().isBefore(oldest)).toList();
  }

  /** When passes recommended something, oldest first. */
  private static List<Instant> times(List<Recommended> recommendations) {
    return recommendations.stream().map(Recommended::at).distinct().sorted().toList();
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
