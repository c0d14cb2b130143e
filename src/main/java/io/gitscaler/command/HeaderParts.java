package io.gitscaler.command;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What a header's value is made of, for who was sent {@code Bearer TOKEN} says that {@code TOKEN} has expired. */
final class HeaderParts {
  private static final Pattern WORD = Pattern.compile("[^\\s,;\"]+");

  private HeaderParts() {}

  /** The value itself and all that may be repeated of it alone; the name of a way to authenticate is no secret. */
  static List<String> of(String name, String value) {
    List<String> parts = new ArrayList<>(List.of(value));
    List<String> words = WORD.matcher(value).results().map(MatchResult::group).toList();
    boolean scheme = words.size() > 1 && name.toLowerCase(Locale.ROOT).endsWith("authorization");
    for (String word : scheme ? words.subList(1, words.size()) : words) {
      parts.add(word);
      parts.add(after('=', word));
    }
    if (scheme && words.getFirst().equalsIgnoreCase("Basic")) {
      String pair = decoded(words.get(1));
      parts.add(pair);
      parts.add(after(':', pair));
    }
    return parts;
  }

  private static String after(char mark, String text) {
    return text.substring(text.indexOf(mark) + 1);
  }

  /** As it stands where it is no Base64. */
  private static String decoded(String word) {
    try {
      return new String(Base64.getDecoder().decode(word), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException noBase64) {
      return word;
    }
  }
}
