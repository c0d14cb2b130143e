package io.gitscaler.history;

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
     * Says that the run is alive, and makes sure that the lock is still ours; called before every write.
     *
     * @throws io.gitscaler.failure.OutsideFailure of kind LEASE when it was lost
     */
    void confirm();

    @Override
    void close();
  }
}
