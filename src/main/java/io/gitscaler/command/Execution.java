package io.gitscaler.command;

import io.gitscaler.failure.OutsideFailure;

/** Where programs run. Bounds how many do so at once; who asked first runs first. Closing it kills what still runs. */
public interface Execution extends AutoCloseable {
  /**
   * Runs a program to its end. What the program does wrong is in the outcome; an interrupt ends it early.
   *
   * @throws OutsideFailure when it cannot be run at all
   * @throws InterruptedException when the thread was interrupted before the program began
   */
  Outcome run(Task task) throws InterruptedException;

  /** The policies, and with them the files of their programs, were read anew. */
  void policiesRead();

  /** What must be struck out of everything that is kept of this task, as far as this process knows it. */
  Secrets secrets(Task task);

  /** Kills what runs, with everything it started, and begins nothing more. Does not wait for what it killed. */
  void stop();

  @Override
  void close();
}
