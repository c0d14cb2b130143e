package io.gitscaler.git;

import org.jspecify.annotations.Nullable;

/** Texts of others, made fit for our messages: one line, no control characters, bounded, no credentials. */
final class ServerText {
  private static final int MOST = 400;

  private ServerText() {}

  static String clean(@Nullable String text) {
    if (text == null) {
      return "";
    }
    String line = text.replaceAll("[\\p{Cntrl}\\p{Cf}\\s]+", " ").strip();
    String bare = line.replaceAll("(?<=://)[^/@ ]*@", "");
    return bare.length() <= MOST ? bare : bare.substring(0, MOST) + "…";
  }

  /** An exception's message, or its name where it has none. */
  static String clean(Throwable problem) {
    String text = clean(problem.getMessage());
    return text.isEmpty() ? problem.getClass().getSimpleName() : text;
  }

  /** The same with the remote's own secret taken out, should a server send it back. */
  static String clean(@Nullable String text, GitRemote remote) {
    String cleaned = clean(text);
    return switch (remote.credentials()) {
      case GitCredentials.Password password -> cleaned.replace(password.secret(), "***");
      case GitCredentials.SshKey key ->
          key.passphrase() == null || key.passphrase().isEmpty()
              ? cleaned
              : cleaned.replace(key.passphrase(), "***");
      case GitCredentials.None none -> cleaned;
    };
  }
}
