package io.gitscaler.statefile;

/** Keeps texts short without breaking a character. */
final class Text {
  private static final String CUT = "...";

  private Text() {}

  /** At most this many characters; what was cut ends with three dots. */
  static String upTo(int longest, String text) {
    if (text.length() <= longest) {
      return text;
    }
    int end = longest - CUT.length();
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + CUT;
  }

  /** The last characters, for what ends with the point. */
  static String tail(int longest, String text) {
    if (text.length() <= longest) {
      return text;
    }
    int start = text.length() - longest + CUT.length();
    return CUT + text.substring(Character.isLowSurrogate(text.charAt(start)) ? start + 1 : start);
  }

  /** On one line, at most this long. */
  static String line(String text, int longest) {
    return upTo(longest, text.replaceAll("[\\p{Cntrl}\\s\\u2028\\u2029]+", " ").strip());
  }
}
