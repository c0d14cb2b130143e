package io.gitscaler.cli.usecase;

import java.time.Duration;

/**
 * How often one run evaluates.
 *
 * @param passes 1 or more
 * @param interval from the start of a pass to the start of the next
 */
public record Rhythm(int passes, Duration interval) {
  public static final Rhythm ONCE = new Rhythm(1, Duration.ZERO);

  /**
   * The longest time between two evaluations.
   *
   * @param every from the start of a run to the start of the next
   */
  public Duration longestGap(Duration every) {
    Duration afterTheLast = every.minus(interval.multipliedBy(passes - 1L));
    boolean within = passes > 1 && interval.compareTo(afterTheLast) > 0;
    return within ? interval : afterTheLast;
  }
}
