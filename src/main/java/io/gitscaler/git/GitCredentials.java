package io.gitscaler.git;

import io.gitscaler.failure.FailureKind;
import io.gitscaler.failure.OutsideFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** How a Git server knows us. No value of this type shows its secret in {@code toString}. */
public sealed interface GitCredentials {
  /** The user name that GitHub asks for beside a token; GitLab, Gitea and Bitbucket take any. */
  String TOKEN_USER = "x-access-token";

  /** Nobody in particular: public repositories and local folders. */
  record None() implements GitCredentials {}

  /** A user name with a password or token, for https. */
  record Password(String username, String secret) implements GitCredentials {
    public Password {
      if (username.isEmpty() || secret.isEmpty()) {
        throw new IllegalArgumentException("a Git user name and its secret must not be empty");
      }
    }

    @Override
    public String toString() {
      return "Password[" + username + "]";
    }
  }

  /**
   * A private key, for ssh.
   *
   * @param key file of the private key, in OpenSSH or PEM format
   * @param passphrase null for a key without one
   * @param knownHosts file of the host keys to trust, in OpenSSH format; without it no host is trusted
   */
  record SshKey(Path key, @Nullable String passphrase, @Nullable Path knownHosts)
      implements GitCredentials {
    @Override
    public String toString() {
      return "SshKey[" + key + "]";
    }
  }

  /** A token under the user name that most servers take. */
  static GitCredentials token(String secret) {
    return new Password(TOKEN_USER, secret);
  }

  /**
   * A password or token that stands in a file, such as a mounted Secret; white space around it is not part of it.
   *
   * @throws OutsideFailure when the file cannot be read or holds nothing
   */
  static GitCredentials fromFile(String username, Path file) {
    String secret;
    try {
      secret = Files.readString(file).strip();
    } catch (IOException e) {
      throw new OutsideFailure(
          FailureKind.GIT_REFUSED,
          file.toString(),
          "the Git token cannot be read",
          "Check that the file exists and that this user may read it.",
          e);
    }
    if (secret.isEmpty()) {
      throw new OutsideFailure(
          FailureKind.GIT_REFUSED,
          file.toString(),
          "the file of the Git token is empty",
          "Write the token into it.");
    }
    return new Password(username, secret);
  }
}
