package io.gitscaler;

import io.gitscaler.reconcile.Pace;
import java.time.Duration;
import java.time.Instant;

/** The machine's own time. */
record WallClock() implements Pace {
  @Override
  public Instant instant() {
    return Instant.now();
  }

  @Override
  public void until(Instant start) throws InterruptedException {
    Duration wait = Duration.between(instant(), start);
    if (wait.isPositive()) {
      Thread.sleep(wait);
    }
  }
}
