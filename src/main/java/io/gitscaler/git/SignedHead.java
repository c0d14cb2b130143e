package io.gitscaler.git;

import io.gitscaler.policy.UntrustedCommit;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.GpgConfig;
import org.eclipse.jgit.lib.GpgConfig.GpgFormat;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.SignatureVerifier.SignatureVerification;
import org.eclipse.jgit.lib.SignatureVerifiers;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevObject;
import org.eclipse.jgit.revwalk.RevTag;
import org.eclipse.jgit.revwalk.RevWalk;

/**
 * Finds the allowed key that signed a version of the policies. Where a signed tag was asked for, its signature counts for the
 * commit that it names, and must be good; the commit's own counts for every other ref.
 */
final class SignedHead {
  static {
    SignatureVerifiers.set(GpgFormat.OPENPGP, new OpenPgpSignatures());
  }

  private final Repository local;
  private final GpgConfig keys;
  private final String where;

  /**
   * Looks at objects of one repository.
   *
   * @param scratch folder for a file
   * @param where the remote, for messages
   */
  SignedHead(Repository local, AllowedKeys keys, Instant now, Path scratch, String where)
      throws IOException {
    this.local = local;
    this.keys = keys.config(scratch, now);
    this.where = where;
  }

  /**
   * The fingerprint of the key that signed the commit, or the tag that names it.
   *
   * @throws UntrustedCommit where no allowed key did
   */
  String signer(WantedCommit.Found head) throws IOException {
    RevCommit commit = head.commit();
    try (RevWalk walk = new RevWalk(local)) {
      RevObject named = walk.parseAny(head.named());
      walk.parseBody(named);
      if (named instanceof RevTag tag && tag.getRawGpgSignature() != null) {
        String signer = signer(commit, tag, "the tag " + ServerText.clean(tag.getTagName()));
        if (head.ref() != null && !head.ref().equals(Constants.R_TAGS + tag.getTagName())) {
          throw refused(
              commit,
              "the signed tag "
                  + ServerText.clean(tag.getTagName())
                  + " stands under another name");
        }
        return signer;
      }
      RevCommit whole = walk.parseCommit(commit);
      walk.parseBody(whole);
      return signer(commit, whole, "it");
    }
  }

  private String signer(RevCommit commit, RevObject signed, String what) throws IOException {
    SignatureVerification verification = SignatureVerifiers.verify(local, keys, signed);
    if (verification == null) {
      boolean has = signed instanceof RevTag || ((RevCommit) signed).getRawGpgSignature() != null;
      throw refused(
          commit,
          has ? what + " is signed neither with OpenPGP nor with SSH" : what + " is not signed");
    }
    String key = verification.keyFingerprint();
    if (!verification.verified() || key == null) {
      String why = ServerText.clean(verification.message());
      throw refused(commit, why.isEmpty() ? "the signature of " + what + " is wrong" : why);
    }
    return key;
  }

  private UntrustedCommit refused(RevCommit commit, String why) {
    return new UntrustedCommit(where, commit.name(), why);
  }
}
