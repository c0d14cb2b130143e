package io.gitscaler.testing;

import io.gitscaler.failure.FailureKind;
import io.gitscaler.failure.OutsideFailure;
import io.gitscaler.history.RunLock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A lock in memory that expires as the real one does. */
public final class InMemoryRunLock implements RunLock {
  /** What several locks share. */
  public static final class Place {
    private String holder = "";
    private Instant expiry = Instant.MIN;

    public String holder() {
      return holder;
    }
  }

  private final Place place;
  private final String run;
  private final Duration duration;
  private final InstantSource clock;

  public InMemoryRunLock(Place place, String run, Duration duration, InstantSource clock) {
    this.place = place;
    this.run = run;
    this.duration = duration;
    this.clock = clock;
  }

  @Override
  public Held acquire() {
    Instant now = clock.instant();
    if (!place.holder.isEmpty() && !place.holder.equals(run) && now.isBefore(place.expiry)) {
      throw failure(place.holder + " holds it");
    }
    take(now);
    return new Held() {
      @Override
      public void confirm() {
        if (!place.holder.equals(run)) {
          throw failure("it was lost to " + place.holder);
        }
        take(clock.instant());
      }

      @Override
      public Duration confirmEvery() {
        return duration.dividedBy(2);
      }

      @Override
      public void close() {
        if (place.holder.equals(run)) {
          place.holder = "";
        }
      }
    };
  }

  private void take(Instant now) {
    place.holder = run;
    place.expiry = now.plus(duration);
  }

  private static OutsideFailure failure(String what) {
    return new OutsideFailure(FailureKind.LEASE, "lock in memory", what, "");
  }
}
