package io.gitscaler.cli;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the command line must know about a repository's URL. */
final class GitUrl {
  private static final Pattern HTTP =
      Pattern.compile(
          "(https?)://(?:([^/@]*)@)?(\\[[^/\\]]*]|[^/:]+)(?::([0-9]*))?(?:/.*)?",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern SSH_WITH_PASSWORD =
      Pattern.compile("[a-z+]+://[^/@:]*:[^/@]*@.*", Pattern.CASE_INSENSITIVE);

  private GitUrl() {}

  /** Whether it holds what does not belong on a command line; a user's name for ssh is no secret. */
  static boolean holdsCredentials(String url) {
    Matcher http = HTTP.matcher(url);
    return (http.matches() && http.group(2) != null) || SSH_WITH_PASSWORD.matcher(url).matches();
  }

  /** Whether a token for one may be shown to the other. */
  static boolean sameHttpServer(String one, String other) {
    String server = httpServer(one);
    return server != null && server.equals(httpServer(other));
  }

  /** Scheme, host and port. */
  private static @Nullable String httpServer(String url) {
    Matcher http = HTTP.matcher(url);
    if (!http.matches()) {
      return null;
    }
    String scheme = http.group(1).toLowerCase(Locale.ROOT);
    String port = http.group(4) == null ? "" : http.group(4);
    String usual = scheme.equals("https") ? "443" : "80";
    return scheme
        + "://"
        + http.group(3).toLowerCase(Locale.ROOT)
        + ":"
        + (port.isEmpty() ? usual : port);
  }
}
