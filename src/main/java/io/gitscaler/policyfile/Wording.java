package io.gitscaler.policyfile;

import io.gitscaler.failure.EditDistance;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Turns text of a policy file into words of a message: short, on one line, without control characters. */
final class Wording {
  private static final int LONGEST = 40;

  private Wording() {}

  /** The text between double quotes. */
  static String quoted(String text) {
    return '"' + cut(text) + '"';
  }

  /** The text cut to a length that fits into a line. */
  static String cut(String text) {
    String start = text.length() <= LONGEST ? text : text.substring(0, LONGEST - 3) + "...";
    return clean(start);
  }

  /** The text with every control or format character replaced by a question mark. */
  static String clean(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c ->
                clean.appendCodePoint(
                    Character.isISOControl(c)
                            || Character.getType(c) == Character.FORMAT
                            || Character.getType(c) == Character.SURROGATE
                            || Character.getType(c) == Character.LINE_SEPARATOR
                            || Character.getType(c) == Character.PARAGRAPH_SEPARATOR
                        ? '?'
                        : c));
    return clean.toString();
  }

  /** {@code a}, {@code a or b}, {@code a, b or c}. */
  static String oneOf(List<String> names) {
    int last = names.size() - 1;
    return last < 1
        ? String.join("", names)
        : String.join(", ", names.subList(0, last)) + " or " + names.get(last);
  }

  /** The name that somebody most likely meant, or null where none is near. */
  static @Nullable String nearest(String written, Collection<String> names) {
    if (written.length() > LONGEST) {
      return null;
    }
    String nearest = null;
    int least = written.length() < 5 ? 2 : Math.max(2, written.length() / 3) + 1;
    for (String name : names) {
      int distance =
          EditDistance.between(written.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
      if (distance < least) {
        least = distance;
        nearest = name;
      }
    }
    return nearest;
  }
}
