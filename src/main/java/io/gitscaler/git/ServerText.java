package io.gitscaler.git;

import io.gitscaler.failure.OneLine;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Texts of others, made fit for our messages: one line, bounded, no credentials. */
final class ServerText {
  private static final int MOST = 400;

  private ServerText() {}

  static String clean(@Nullable String text) {
    if (text == null) {
      return "";
    }
    return OneLine.of(OneLine.ofWords(text).replaceAll("(?<=://)[^/@ ]*@", ""), MOST);
  }

  /** An exception's message, or its name where it has none. */
  static String clean(Throwable problem) {
    String text = clean(problem.getMessage());
    return text.isEmpty() ? problem.getClass().getSimpleName() : text;
  }

  /** The same with the secrets of the remote and its proxy taken out, plain or as they travel, should a server send them back. */
  static String clean(@Nullable String text, GitRemote remote) {
    String bare = text == null ? "" : text;
    for (String secret : secrets(remote.credentials())) {
      bare = bare.replace(secret, "***");
    }
    WebProxy proxy = remote.proxy();
    for (String secret : proxy == null ? List.<String>of() : proxy.secrets()) {
      bare = bare.replace(secret, "***");
    }
    return clean(bare);
  }

  private static List<String> secrets(GitCredentials credentials) {
    return switch (credentials) {
      case GitCredentials.Password password -> {
        String pair = password.username() + ":" + password.secret();
        String basic = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
        yield List.of(basic, password.secret());
      }
      case GitCredentials.SshKey key ->
          key.passphrase() == null || key.passphrase().isEmpty()
              ? List.of()
              : List.of(key.passphrase());
      case GitCredentials.None none -> List.of();
    };
  }
}
