package io.gitscaler.git;

import java.io.IOException;
import java.time.InstantSource;
import org.eclipse.jgit.lib.Repository;
import org.jspecify.annotations.Nullable;

/**
 * The rule that only what an allowed key signed is read.
 *
 * @param clock tells whether a key has expired
 */
public record RequiredSignatures(AllowedKeys keys, InstantSource clock) {
  /** The fingerprint of the key; throws UntrustedCommit where there is none. */
  String signer(WantedCommit.Found head, Repository local, GitRemote remote, ScratchFolder scratch)
      throws IOException {
    return new SignedHead(local, keys, clock.instant(), scratch.path(), remote.display())
        .signer(head);
  }

  /** Whether a signature that was good in an earlier run still is; null for a version whose signature nobody looked at. */
  boolean allow(@Nullable String key) {
    return key != null && keys.allows(key, clock.instant());
  }
}
