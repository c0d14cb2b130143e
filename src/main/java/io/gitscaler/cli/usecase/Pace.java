package io.gitscaler.cli.usecase;

import java.time.Duration;

/**
 * How often one run evaluates.
 *
 * @param passes 1 or more
 * @param interval from the start of a pass to the start of the next
 */
public record Pace(int passes, Duration interval) {
  public static final Pace ONCE = new Pace(1, Duration.ZERO);
}
