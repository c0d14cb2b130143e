package io.gitscaler.policy;

import java.util.List;

/** Keeps versions of the policies together with the files of their programs. */
public interface PolicyArchive {
  /** How many versions fit. */
  int MOST_VERSIONS = 3;

  /** How large the packed files of one version may be, in bytes. */
  int LARGEST = 900 * 1024;

  /**
   * The versions that are kept, newest first.
   *
   * @throws io.gitscaler.failure.OutsideFailure when nobody can tell
   */
  List<KeptPolicies> kept();

  /**
   * The packed files of a version.
   *
   * @throws io.gitscaler.failure.OutsideFailure when they cannot be read
   */
  byte[] files(KeptPolicies version);

  /**
   * Keeps these versions and no others. What names no files that are kept already is the first version's.
   *
   * @param versions newest first, at most {@value #MOST_VERSIONS}
   * @param newest the packed files of the first version, at most {@value #LARGEST} bytes; empty where they are kept already
   * @throws io.gitscaler.failure.OutsideFailure when they cannot be written; then what was kept before still is
   */
  void keep(List<KeptPolicies> versions, byte[] newest);
}
