package io.gitscaler.reconcile;

/** Told how far long work has come. Called from several threads. */
@FunctionalInterface
public interface Progress {
  Progress SILENT = (what, done, of) -> {};

  /**
   * Says how far it is.
   *
   * @param what such as {@code reading policies}
   * @param of 0 where the end is not known
   */
  void step(String what, int done, int of);
}
