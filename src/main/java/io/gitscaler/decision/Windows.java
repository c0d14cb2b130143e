package io.gitscaler.decision;

import io.gitscaler.history.ScalingHistory;
import io.gitscaler.history.ScalingHistory.Recommended;
import io.gitscaler.policy.ScalingBehavior;
import io.gitscaler.policy.ScalingPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

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
   * new, and where nothing was asked for in a time longer than a window, because no pass was made or all of them only held. They
   * do so in the first pass that asks for a count again, which then needs a whole window to get it.
   *
   * <p>The recommendations are shared by both directions, so the shorter window decides. A window of zero looks at no
   * history and has nothing to start anew. A window that is shorter than the time from pass to pass would start anew in every
   * pass and never let go; so a gap is one only where it is longer than what is usual.
   *
   * @param asks whether this pass asks for a count; one that only holds does not, and begins nothing but a history
   */
  boolean startAnew(ScalingHistory history, boolean asks, Instant now) {
    if (longest().isZero() || (!asks && !history.recommendations().isEmpty())) {
      return false;
    }
    Instant known = known(history);
    if (known == null) {
      return true;
    }
    Duration gap = Duration.between(known, now);
    return gap.compareTo(shortest()) > 0 && gap.compareTo(usual(history)) > 0;
  }

  /** Up to when it is known what was asked for; null for a policy that is new. */
  static @Nullable Instant known(ScalingHistory history) {
    List<Instant> times = times(history.recommendations());
    return times.isEmpty() ? history.lastSeen() : times.getLast();
  }

  /**
   * How long it may be quiet between two passes, by those that are remembered; zero where no two are. Not the newest time alone:
   * passes of one run are nearer to each other than runs are. Twice as long as once is usual; but a time that was taken for a gap
   * itself may have been one, and is usual only where it comes again, give or take a window.
   */
  private Duration usual(ScalingHistory history) {
    List<Instant> times = times(history.recommendations());
    return IntStream.range(1, times.size())
        .mapToObj(
            later -> {
              Duration time = Duration.between(times.get(later - 1), times.get(later));
              return startedAnew(history, times.get(later))
                  ? time.plus(shortest())
                  : time.multipliedBy(2);
            })
        .max(Duration::compareTo)
        .orElse(Duration.ZERO);
  }

  /** Such a pass leaves two recommendations: the current count, and what was asked for. */
  private static boolean startedAnew(ScalingHistory history, Instant pass) {
    return history.recommendations().stream().filter(one -> one.at().equals(pass)).count() > 1;
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
