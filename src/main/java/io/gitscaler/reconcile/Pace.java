package io.gitscaler.reconcile;

import java.time.Instant;
import java.time.InstantSource;

/** The run's time: what it is, how to wait for it, and how to be called when it has come. */
public interface Pace extends InstantSource {
  /** Returns at this instant, or at once where it has passed. */
  void until(Instant start) throws InterruptedException;

  /** Calls at this instant, or at once where it has passed, in a thread other than the caller's own work. */
  Alarm at(Instant time, Runnable then);

  /** A call that is still to come. */
  @FunctionalInterface
  interface Alarm {
    /** Takes it back; without effect once it was made. */
    void cancel();
  }
}
