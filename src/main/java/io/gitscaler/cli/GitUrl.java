package io.gitscaler.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the command line must know about a repository's URL. */
final class GitUrl {
  private static final Pattern HTTP =
      Pattern.compile("https?://(?:([^/@]*)@)?([^/:]+).*", Pattern.CASE_INSENSITIVE);
  private static final Pattern SSH_WITH_PASSWORD =
      Pattern.compile("[a-z+]+://[^/@:]*:[^/@]*@.*", Pattern.CASE_INSENSITIVE);

  private GitUrl() {}

  /** Whether it holds what does not belong on a command line; a user's name for ssh is no secret. */
  static boolean holdsCredentials(String url) {
    Matcher http = HTTP.matcher(url);
    return (http.matches() && http.group(1) != null) || SSH_WITH_PASSWORD.matcher(url).matches();
  }

  /** Whether a token for one may be shown to the other. */
  static boolean sameHttpHost(String one, String other) {
    String host = httpHost(one);
    return host != null && host.equalsIgnoreCase(httpHost(other));
  }

  private static @Nullable String httpHost(String url) {
    Matcher http = HTTP.matcher(url);
    return http.matches() ? http.group(2) : null;
  }
}
