package io.gitscaler.kubernetes;

import io.gitscaler.policy.KeptPolicies;
import io.gitscaler.policy.PolicyRevision;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A version of the policies as the list of them spells it.
 *
 * @param signedBy fingerprint of the key whose signature was found to be good; null where nobody looked
 * @param content names its files
 * @param slot number of the ConfigMap that holds them
 */
record KeptVersion(
    String source,
    String ref,
    String path,
    String commit,
    @Nullable String committedAt,
    @Nullable String signedBy,
    String asOf,
    String content,
    int slot) {
  /** Throws for a list that somebody else wrote. */
  KeptVersion {
    if (source == null || ref == null || path == null || commit == null || content == null) {
      throw new IllegalArgumentException("a field is missing");
    }
    Instant.parse(asOf);
    if (committedAt != null) {
      Instant.parse(committedAt);
    }
  }

  static KeptVersion of(KeptPolicies version, int slot) {
    PolicyRevision revision = version.revision();
    Instant committed = revision.committedAt();
    String commit = revision.commit();
    return new KeptVersion(
        revision.source(),
        revision.ref(),
        version.path(),
        commit == null ? "" : commit,
        committed == null ? null : committed.toString(),
        revision.signedBy(),
        version.asOf().toString(),
        version.content(),
        slot);
  }

  KeptPolicies policies() {
    return new KeptPolicies(
        new PolicyRevision(
                source, ref, commit, committedAt == null ? null : Instant.parse(committedAt))
            .signedBy(signedBy),
        path,
        Instant.parse(asOf),
        content);
  }
}
