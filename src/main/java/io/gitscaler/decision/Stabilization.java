package io.gitscaler.decision;

import io.gitscaler.history.ScalingHistory.Recommended;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Holds a recommendation against those of the last minutes.
 *
 * @param recent earlier recommendations, the current count among them where the windows start anew
 * @see <a
 *     href="https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#stabilization-window">the HPA's
 *     stabilization window</a>
 */
record Stabilization(List<Recommended> recent, Instant now) {
  /**
   * Without {@code behavior}: the largest recommendation of the window. An age that equals the window counts. The result may
   * be above the current count, so a fall of the load can be followed by a rise of replicas.
   *
   * @param window zero looks at no history
   */
  Finding largest(int wanted, Duration window) {
    if (window.isZero()) {
      return new Finding(
          ReasonCode.ReadyForNewScale, wanted, wanted, "there is no stabilization window");
    }
    Instant cutoff = now.minus(window);
    int high =
        Math.max(
            wanted,
            counts(recent.stream().filter(entry -> !entry.at().isBefore(cutoff)).toList())
                .max()
                .orElse(wanted));
    return high == wanted
        ? new Finding(
            ReasonCode.ReadyForNewScale,
            wanted,
            wanted,
            "nothing higher was asked for within the last " + Windows.text(window))
        : new Finding(
            ReasonCode.ScaleDownStabilized,
            wanted,
            high,
            high + " were asked for within the last " + Windows.text(window));
  }

  /** With {@code behavior}: stays as near to the current count as the windows ask. An age that equals a window is over. */
  Finding towards(int wanted, int current, Windows windows) {
    int low = Math.min(wanted, counts(after(now.minus(windows.up()))).min().orElse(wanted));
    int high = Math.max(wanted, counts(after(now.minus(windows.down()))).max().orElse(wanted));
    int stable = Math.min(Math.max(current, low), high);
    if (stable == wanted) {
      return new Finding(
          ReasonCode.ReadyForNewScale, wanted, wanted, "the stabilization windows change nothing");
    }
    return wanted >= current
        ? new Finding(
            ReasonCode.ScaleUpStabilized,
            wanted,
            stable,
            "as few as " + low + " were asked for within the last " + Windows.text(windows.up()))
        : new Finding(
            ReasonCode.ScaleDownStabilized,
            wanted,
            stable,
            "as many as "
                + high
                + " were asked for within the last "
                + Windows.text(windows.down()));
  }

  private List<Recommended> after(Instant cutoff) {
    return recent.stream().filter(entry -> entry.at().isAfter(cutoff)).toList();
  }

  private static IntStream counts(List<Recommended> entries) {
    return entries.stream().mapToInt(Recommended::replicas);
  }
}
