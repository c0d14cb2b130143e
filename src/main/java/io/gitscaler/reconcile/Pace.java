package io.gitscaler.reconcile;

import java.time.Instant;
import java.time.InstantSource;

/** The run's time: what it is, and how to wait for it. */
public interface Pace extends InstantSource {
  /** Returns at this instant, or at once where it has passed. */
  void until(Instant start) throws InterruptedException;
}
