package io.gitscaler.cli.usecase;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How Git is accessed. Names the places of secrets, never a secret.
 *
 * @param username for https; null where the server does not care beside a token
 * @param tokenFile file that holds nothing but a token or password; null where there is none
 * @param tokenVariable environment variable that holds the token, used where there is no file; null where it is not set
 * @param sshKeyFile private key; null where none was named
 * @param sshKnownHostsFile the hosts to trust; null where none was named
 * @param caFile certificates to trust for https, and no others; null for those that the machine trusts
 */
public record GitAccess(
    @Nullable String username,
    @Nullable Path tokenFile,
    @Nullable String tokenVariable,
    @Nullable Path sshKeyFile,
    @Nullable Path sshKnownHostsFile,
    @Nullable Path caFile) {
  /** Access to what needs no credentials. */
  public static final GitAccess ANONYMOUS = new GitAccess(null, null, null, null, null, null);
}
