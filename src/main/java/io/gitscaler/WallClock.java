package io.gitscaler;

import io.gitscaler.reconcile.Pace;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The machine's own time, in milliseconds: finer ones would be noise in state and trail. */
record WallClock() implements Pace {
  @Override
  public Instant instant() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS);
  }

  @Override
  public void until(Instant start) throws InterruptedException {
    Duration wait = Duration.between(instant(), start);
    if (wait.isPositive()) {
      Thread.sleep(wait);
    }
  }
}
