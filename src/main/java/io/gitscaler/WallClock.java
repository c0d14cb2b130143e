package io.gitscaler;

import io.gitscaler.reconcile.Pace;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicBoolean;

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

  @Override
  public Alarm at(Instant time, Runnable then) {
    AtomicBoolean settled = new AtomicBoolean();
    Thread waiting =
        Thread.startVirtualThread(
            () -> {
              try {
                until(time);
              } catch (InterruptedException takenBack) {
                return;
              }
              if (settled.compareAndSet(false, true)) {
                then.run();
              }
            });
    return () -> {
      // A call that has begun is not cut off.
      if (settled.compareAndSet(false, true)) {
        waiting.interrupt();
      }
    };
  }
}
