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
 * @param signedBy fingerprint of the allowed key that signed the commit, or the tag that names it; null where nobody looked
 * @param lastGood null where it is the version that was asked for
 */
public record PolicyRevision(
    String source,
    String ref,
    @Nullable String commit,
    @Nullable Instant committedAt,
    @Nullable String signedBy,
    @Nullable LastGood lastGood) {
  /** The version that was asked for, whoever signed it. */
  public PolicyRevision(
      String source, String ref, @Nullable String commit, @Nullable Instant committedAt) {
    this(source, ref, commit, committedAt, null, null);
  }

  public PolicyRevision with(@Nullable LastGood instead) {
    return new PolicyRevision(source, ref, commit, committedAt, signedBy, instead);
  }

  public PolicyRevision signedBy(@Nullable String key) {
    return new PolicyRevision(source, ref, commit, committedAt, key, lastGood);
  }

  /** Whether it acts in place of a version that no allowed key signed, which, unlike an outage, does not pass by itself. */
  public boolean standsInForRefused() {
    return lastGood != null && lastGood.cause() == LastGood.Cause.SIGNATURE;
  }

  /** A short name for people: ten digits of the commit, or the folder. */
  public String shortName() {
    return commit == null ? source : commit.substring(0, Math.min(10, commit.length()));
  }
}
