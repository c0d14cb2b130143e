package io.gitscaler.git;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.api.OpenPGPCertificate;
import org.bouncycastle.openpgp.api.OpenPGPCertificate.OpenPGPComponentKey;
import org.bouncycastle.openpgp.api.OpenPGPDetachedSignatureProcessor;
import org.bouncycastle.openpgp.api.OpenPGPKeyReader;
import org.bouncycastle.openpgp.api.OpenPGPSignature.OpenPGPDocumentSignature;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.GpgConfig;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.SignatureVerifier;
import org.jspecify.annotations.Nullable;

/**
 * OpenPGP signatures, checked by Bouncy Castle against the keys that are handed over and no others. (JGit's own verifier takes its
 * keys from {@code ~/.gnupg}.) As with gpg, the key must be good when the signature is looked at, and not only when it was made: who
 * found an expired key could date a commit back.
 */
final class OpenPgpSignatures implements SignatureVerifier {
  /** Carries the keys through JGit to {@link #verify}. */
  static final class Keys extends GpgConfig {
    private final List<OpenPGPCertificate> allowed;
    private final Instant now;

    Keys(Config settings, List<OpenPGPCertificate> allowed, Instant now) {
      super(settings);
      this.allowed = List.copyOf(allowed);
      this.now = now;
    }
  }

  /** All public keys of an armored text. */
  static List<OpenPGPCertificate> certificates(String armored) throws IOException {
    try {
      List<OpenPGPCertificate> found = new OpenPGPKeyReader().parseCertificates(armored);
      if (found.isEmpty()) {
        throw new IOException("no public key");
      }
      return found;
    } catch (RuntimeException e) {
      // The library's parsers answer some garbage with exceptions of all kinds.
      throw new IOException(e);
    }
  }

  /** Whether one of these keys has the fingerprint and is neither expired nor revoked. */
  static boolean mayHaveSigned(List<OpenPGPCertificate> keys, String fingerprint, Instant now) {
    return keys.stream()
        .flatMap(each -> each.getKeys().stream())
        .anyMatch(key -> fingerprint(key).equals(fingerprint) && isGood(key, now));
  }

  private static boolean isGood(OpenPGPComponentKey key, Instant now) {
    Date at = Date.from(now);
    return key.getCertificate().getPrimaryKey().isBoundAt(at)
        && key.isBoundAt(at)
        && key.isSigningKey(at);
  }

  private static String fingerprint(OpenPGPComponentKey key) {
    return HexFormat.of().withUpperCase().formatHex(key.getPGPPublicKey().getFingerprint());
  }

  @Override
  public String getName() {
    return "openpgp";
  }

  @Override
  public void clear() {}

  @Override
  public SignatureVerification verify(
      Repository repository, GpgConfig config, byte[] data, byte[] signature) {
    Keys keys = (Keys) config;
    try {
      return verify(keys, data, signature);
    } catch (IOException | PGPException | RuntimeException e) {
      // The last for the same reason as above: the signature is whatever somebody pushed.
      return refused(null, "its OpenPGP signature cannot be understood");
    }
  }

  private SignatureVerification verify(Keys keys, byte[] data, byte[] signature)
      throws IOException, PGPException {
    OpenPGPDetachedSignatureProcessor processor = new OpenPGPDetachedSignatureProcessor();
    processor.addSignatures(new ByteArrayInputStream(signature));
    keys.allowed.forEach(processor::addVerificationCertificate);
    List<OpenPGPDocumentSignature> found = processor.process(new ByteArrayInputStream(data));
    if (found.size() != 1) {
      return refused(null, "no allowed key made its OpenPGP signature");
    }
    OpenPGPDocumentSignature made = found.getFirst();
    OpenPGPComponentKey key = made.getIssuer();
    String fingerprint = fingerprint(key);
    if (!made.isTestedCorrect()) {
      return refused(fingerprint, "its OpenPGP signature is of something else");
    }
    Date until = made.getExpirationTime();
    if (!made.isValid() || !isGood(key, keys.now)) {
      return refused(
          fingerprint,
          "the OpenPGP key " + fingerprint + " is expired, revoked or not for signing");
    }
    if (until != null && until.toInstant().isBefore(keys.now)) {
      return refused(fingerprint, "its OpenPGP signature has expired");
    }
    return new SignatureVerification(
        getName(),
        made.getCreationTime(),
        null,
        fingerprint,
        null,
        true,
        false,
        TrustLevel.FULL,
        null);
  }

  private SignatureVerification refused(@Nullable String fingerprint, String why) {
    return new SignatureVerification(
        getName(), null, null, fingerprint, null, false, false, TrustLevel.NEVER, why);
  }
}
