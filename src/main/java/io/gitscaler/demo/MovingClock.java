package io.gitscaler.demo;

import io.gitscaler.reconcile.Pace;
import java.time.Duration;
import java.time.Instant;

/** A time that passes when it is told to: waiting takes none. */
final class MovingClock implements Pace {
  private volatile Instant now;

  MovingClock(Instant start) {
    now = start;
  }

  void pass(Duration time) {
    now = now.plus(time);
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public void until(Instant start) {
    if (start.isAfter(now)) {
      now = start;
    }
  }

  /** Never called: between two scenes an hour passes at once, and no run of the demonstration is so long. */
  @Override
  public Alarm at(Instant time, Runnable then) {
    return () -> {};
  }
}
