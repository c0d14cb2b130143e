package io.gitscaler.cli.usecase;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where the trail is kept.
 *
 * @param url https, ssh or file, without credentials
 * @param author of the commits, as {@code Name <mail>}
 * @param givenUp id of the last known commit where the branch was deleted or rewritten on purpose; null where it was not
 * @param signing the key for the commits; null where they are not signed
 * @param heartbeat how long the trail may be silent before quiet runs are summed up
 */
public record AuditPlace(
    String url,
    String branch,
    String author,
    @Nullable String givenUp,
    @Nullable Signing signing,
    Duration heartbeat,
    GitAccess access) {
  /**
   * A key that signs commits.
   *
   * @param keyFile private key of SSH, or an armored OpenPGP secret key
   * @param passphraseFile file that holds its passphrase; null where there is none
   * @param passphraseVariable environment variable that holds it, used where there is no file; null where it is not set
   */
  public record Signing(
      Path keyFile, @Nullable Path passphraseFile, @Nullable String passphraseVariable) {}
}
