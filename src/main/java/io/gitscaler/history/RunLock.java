package io.gitscaler.history;

import java.time.Duration;

/** Keeps two runs on the same state apart. */
public interface RunLock {
  /**
   * Takes the lock.
   *
   * @throws io.gitscaler.failure.OutsideFailure of kind LEASE when another run holds it
   */
  Held acquire();

  /** A lock that is held until it is closed. */
  interface Held extends AutoCloseable {
    /**
     * Says that the run is alive, and makes sure that the lock is still ours; called before every write, and as often as
     * {@link #confirmEvery()} says. May be called by several threads, and costs a request only now and then.
     *
     * @throws io.gitscaler.failure.OutsideFailure of kind LEASE when it was lost
     */
    void confirm();

    /** How often at least to confirm, so that a holder that does nothing else for long keeps the lock. */
    Duration confirmEvery();

    @Override
    void close();
  }
}
