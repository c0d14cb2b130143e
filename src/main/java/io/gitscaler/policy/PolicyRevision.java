package io.gitscaler.policy;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which version of the policies a run acted on.
 *
 * @param source the repository's URL without credentials, or the folder
 * @param ref branch, tag or commit as it was asked for; empty for a plain folder
 * @param commit full commit id; null for a plain folder
 * @param committedAt null for a plain folder
 * @param lastGood null where it is the version that was asked for
 */
public record PolicyRevision(
    String source,
    String ref,
    @Nullable String commit,
    @Nullable Instant committedAt,
    @Nullable LastGood lastGood) {
  /** The version that was asked for. */
  public PolicyRevision(
      String source, String ref, @Nullable String commit, @Nullable Instant committedAt) {
    this(source, ref, commit, committedAt, null);
  }

  public PolicyRevision with(LastGood instead) {
    return new PolicyRevision(source, ref, commit, committedAt, instead);
  }

  /** A short name for people: ten digits of the commit, or the folder. */
  public String shortName() {
    return commit == null ? source : commit.substring(0, Math.min(10, commit.length()));
  }
}
