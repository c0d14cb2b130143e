package io.gitscaler.policy;

/** Where policies come from: a Git repository or a plain folder. */
public interface PolicySource extends AutoCloseable {
  /**
   * Reads all policies at one revision. Programs lie in the folders that the policies name until the source is closed.
   *
   * @throws io.gitscaler.failure.OutsideFailure when nothing can be read; a bad file is a problem in the result instead
   */
  LoadedPolicies load();

  /** Whether a version that this source gave in an earlier run would still be trusted. */
  default boolean trusts(PolicyRevision earlier) {
    return true;
  }

  @Override
  void close();
}
