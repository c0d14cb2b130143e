package io.gitscaler.testing;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Spoils texts in every way that an editor, a broken tool or a bad disk might, from a seed. */
public final class Vandal {
  private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?");
  private static final Pattern QUOTED = Pattern.compile("\"[^\"\\\\]*\"");
  private static final List<String> NUMBERS =
      List.of(
          "NaN",
          "-Infinity",
          "1e999999999",
          "-1e999999999",
          "1e-999999999",
          "0e999999999",
          "-0",
          "2147483648",
          "9223372036854775808",
          "9".repeat(900),
          "9".repeat(5000),
          "0." + "1".repeat(900),
          "01",
          "1.",
          ".5",
          "0x10",
          "1_000",
          "true",
          "null",
          "\"1\"",
          "[]",
          "{}",
          "");
  private static final List<String> TEXTS =
      List.of(
          "null",
          "\"\"",
          "1",
          "[]",
          "{}",
          "\"1e999999999\"",
          "\"-5\"",
          "\"a/b/c\"",
          "\"/\"",
          "\"\\u0000\"",
          "\"\\ud83d\"",
          "\"+1000000000-12-31T23:59:59.999999999Z\"",
          "\"" + "x".repeat(10_000) + "\"",
          "\"9999999999999999999999n\"",
          "[".repeat(100_000),
          "{\"a\":".repeat(100_000),
          "/*",
          "'x'");

  private final Random random;

  public Vandal(long seed) {
    random = new Random(seed);
  }

  /** The text, spoiled once. */
  public String spoil(String text) {
    return switch (random.nextInt(9)) {
      case 0 -> flip(text);
      case 1 -> text.substring(0, random.nextInt(text.length() + 1));
      case 2 -> text.substring(random.nextInt(text.length() + 1));
      case 3 -> replace(text, NUMBER, pick(NUMBERS));
      case 4 -> replace(text, QUOTED, pick(TEXTS));
      case 5 ->
          insert(
              text,
              pick(
                  List.of(
                      "\u0000", "\n", "\r", "\u2028", "\ufeff", "{", "}", ",", "\"", "\\",
                      "\ud800")));
      case 6 -> lines(text);
      case 7 -> twice(text);
      default -> remove(text);
    };
  }

  private String flip(String text) {
    if (text.isEmpty()) {
      return "x";
    }
    int at = random.nextInt(text.length());
    char flipped = (char) (text.charAt(at) ^ (1 << random.nextInt(8)));
    return text.substring(0, at) + flipped + text.substring(at + 1);
  }

  private String insert(String text, String what) {
    int at = random.nextInt(text.length() + 1);
    return text.substring(0, at) + what + text.substring(at);
  }

  private String remove(String text) {
    int from = random.nextInt(text.length() + 1);
    int to = Math.min(text.length(), from + 1 + random.nextInt(20));
    return text.substring(0, from) + text.substring(to);
  }

  /** A piece of the text a second time, at another place. */
  private String twice(String text) {
    int from = random.nextInt(text.length() + 1);
    int to = Math.min(text.length(), from + random.nextInt(60));
    return insert(text, text.substring(from, to));
  }

  /** A line less, a line twice, or the lines in another order. */
  private String lines(String text) {
    List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
    int at = random.nextInt(lines.size());
    switch (random.nextInt(3)) {
      case 0 -> lines.remove(at);
      case 1 -> lines.add(random.nextInt(lines.size() + 1), lines.get(at));
      default -> Collections.shuffle(lines, random);
    }
    return String.join("\n", lines);
  }

  private String replace(String text, Pattern what, String by) {
    List<MatchResult> found = what.matcher(text).results().toList();
    if (found.isEmpty()) {
      return by;
    }
    MatchResult match = found.get(random.nextInt(found.size()));
    return text.substring(0, match.start()) + by + text.substring(match.end());
  }

  private <T> T pick(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }
}
