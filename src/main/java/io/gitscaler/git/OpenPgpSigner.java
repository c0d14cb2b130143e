package io.gitscaler.git;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.api.OpenPGPCertificate.OpenPGPComponentKey;
import org.bouncycastle.openpgp.api.OpenPGPDetachedSignatureGenerator;
import org.bouncycastle.openpgp.api.OpenPGPKey;
import org.bouncycastle.openpgp.api.OpenPGPKey.OpenPGPSecretKey;
import org.bouncycastle.openpgp.api.OpenPGPKeyReader;
import org.eclipse.jgit.lib.GpgConfig;
import org.eclipse.jgit.lib.GpgSignature;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.Signer;
import org.eclipse.jgit.transport.CredentialItem;
import org.eclipse.jgit.transport.CredentialsProvider;

/** Signs with one OpenPGP secret key, by Bouncy Castle. (JGit's own signer takes its keys from {@code ~/.gnupg}.) */
final class OpenPgpSigner implements Signer {
  private final OpenPGPSecretKey key;

  /**
   * A signer with the newest signing key of an armored block, as gpg would take it.
   *
   * @throws IOException when the block cannot be understood or holds no such key
   */
  OpenPgpSigner(String armored) throws IOException {
    OpenPGPKey keys = new OpenPGPKeyReader().parseKey(armored);
    key =
        keys.getSigningKeys().stream()
            .sorted(Comparator.comparing(OpenPGPComponentKey::getCreationTime).reversed())
            .map(keys::getSecretKey)
            .filter(secret -> secret != null && !secret.getPGPSecretKey().isPrivateKeyEmpty())
            .findFirst()
            .orElseThrow(() -> new IOException("it has no secret key that may sign"));
  }

  @Override
  public GpgSignature sign(
      Repository repository,
      GpgConfig config,
      byte[] data,
      PersonIdent committer,
      String signingKey,
      CredentialsProvider credentials)
      throws IOException {
    try {
      return new GpgSignature(
          new OpenPGPDetachedSignatureGenerator()
              .addSigningKey(key, locked -> passphrase(credentials), null)
              .sign(new ByteArrayInputStream(data))
              .getFirst()
              .toAsciiArmoredString()
              .getBytes(StandardCharsets.US_ASCII));
    } catch (PGPException e) {
      throw new IOException(e);
    }
  }

  private static char[] passphrase(CredentialsProvider credentials) {
    CredentialItem.Password answer = new CredentialItem.Password();
    return credentials.get(null, answer) ? answer.getValue() : new char[0];
  }

  @Override
  public boolean canLocateSigningKey(
      Repository repository,
      GpgConfig config,
      PersonIdent committer,
      String signingKey,
      CredentialsProvider credentials) {
    return true;
  }
}
