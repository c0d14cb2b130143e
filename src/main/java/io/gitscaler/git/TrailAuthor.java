package io.gitscaler.git;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Who writes the trail's commits. */
public record TrailAuthor(String name, String email) {
  /** Nobody's mailbox, so that no server takes the commits for somebody's. */
  public static final TrailAuthor DEFAULT = new TrailAuthor("gitscaler", "gitscaler@localhost");

  private static final Pattern SPELLING = Pattern.compile("([^<>\\p{Cntrl}]+?)\\s*<([^<>\\s]+)>");

  /** Reads {@code Name <mail>}; throws IllegalArgumentException for anything else. */
  public static TrailAuthor parse(String text) {
    Matcher matcher = SPELLING.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException("\"" + text + "\" is not of the form Name <mail>");
    }
    return new TrailAuthor(matcher.group(1), matcher.group(2));
  }

  @Override
  public String toString() {
    return name + " <" + email + ">";
  }
}
