package io.gitscaler.testing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that a test moves by hand. */
public final class MovedClock implements InstantSource {
  private Instant now;

  public MovedClock(Instant start) {
    now = start;
  }

  @Override
  public Instant instant() {
    return now;
  }

  public void later(Duration by) {
    now = now.plus(by);
  }
}
