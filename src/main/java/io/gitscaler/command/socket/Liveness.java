package io.gitscaler.command.socket;

import java.time.Duration;

/**
 * How a runner that hangs is found out, and what it may cost: once its patience, and nothing more until it has rested.
 *
 * @param ping between two questions whether it is alive; shorter than the patience
 * @param patience so long a runner that is alive may say nothing; then the programs fail that wait for it
 * @param rest so long afterwards it is asked nothing, so that it holds up nobody who needs no program; programs fail at once
 */
public record Liveness(Duration ping, Duration patience, Duration rest) {
  /** Patience for a runner that is short of a processor, and far less than a pass a minute can spare. */
  public static final Liveness USUAL =
      new Liveness(Duration.ofSeconds(3), Duration.ofSeconds(15), Duration.ofSeconds(15));

  public Liveness {
    if (!ping.isPositive() || ping.compareTo(patience) >= 0 || rest.isNegative()) {
      throw new IllegalArgumentException(
          "a runner is asked more often than patience ends, not every " + ping);
    }
  }
}
