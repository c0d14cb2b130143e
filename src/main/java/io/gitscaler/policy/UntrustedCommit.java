package io.gitscaler.policy;

import io.gitscaler.failure.FailureKind;
import io.gitscaler.failure.OutsideFailure;

/** Git gave a version of the policies that no allowed key signed. Nothing of it is read. */
public final class UntrustedCommit extends OutsideFailure {
  private static final long serialVersionUID = 1L;

  private final String commit;

  /**
   * A version that is refused.
   *
   * @param where the repository
   * @param why without the final full stop
   */
  public UntrustedCommit(String where, String commit, String why) {
    super(
        FailureKind.GIT_CONTENT,
        where,
        "commit " + commit + " is refused, because " + why,
        "Have it signed with one of the allowed keys, or allow the key.");
    this.commit = commit;
  }

  /** The full id of the commit that is refused. */
  public String commit() {
    return commit;
  }
}
