package io.gitscaler.cli;

import java.util.regex.Pattern;

/** Makes text from policies, programs and Git safe to show. */
final class Plain {
  private static final Pattern USER_INFO = Pattern.compile("(?<=://)[^/@\\s\"']+@");

  private Plain() {}

  /** One line: control characters, line breaks included, become visible. */
  static String line(String text) {
    return visible(text, false);
  }

  /** Several lines: line breaks and tabs stay. */
  static String lines(String text) {
    return visible(text, true);
  }

  /** Hides what stands before the {@code @} of a URL, for command lines that should not have held it. */
  static String withoutUserInfo(String text) {
    return USER_INFO.matcher(text).replaceAll("...@");
  }

  private static String visible(String text, boolean keepBreaks) {
    StringBuilder result = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              boolean kept = keepBreaks && (c == '\n' || c == '\t');
              if (kept || !hidden(c)) {
                result.appendCodePoint(c);
              } else if (c == '\n') {
                result.append("\\n");
              } else if (c == '\t') {
                result.append("\\t");
              } else {
                result.append(String.format("\\u%04x", c));
              }
            });
    return result.toString();
  }

  /** Control characters, the ones that change the direction of writing or are not seen, and halves of characters. */
  static boolean hidden(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }
}
