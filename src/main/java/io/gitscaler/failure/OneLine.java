package io.gitscaler.failure;

/** Text of programs and other strangers, made fit for a sentence: one line that does nothing to a terminal. */
public final class OneLine {
  private OneLine() {}

  /**
   * The text with a blank in place of every control and format character, line break, and half of a character: no colours, no
   * bells, no text that runs backwards.
   */
  public static String of(String text) {
    StringBuilder line = new StringBuilder(text.length());
    text.codePoints().forEach(c -> line.appendCodePoint(isHarmless(c) ? c : ' '));
    return line.toString();
  }

  /** The same, cut where it is longer than {@code max} characters. */
  public static String of(String text, int max) {
    String line = of(text.length() > max * 2 ? text.substring(0, max * 2) : text);
    return line.length() <= max ? line : of(line.substring(0, max)) + "...";
  }

  /** The same with one blank between words and none around them. */
  public static String ofWords(String text) {
    return of(text).replaceAll("\\s+", " ").strip();
  }

  /** The same, cut where it is longer than {@code max} characters. */
  public static String ofWords(String text, int max) {
    return of(ofWords(text), max);
  }

  private static boolean isHarmless(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          false;
      default -> true;
    };
  }
}
