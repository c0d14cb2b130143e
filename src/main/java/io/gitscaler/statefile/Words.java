package io.gitscaler.statefile;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Spells the constants of an enum as {@code lower-case-words}. */
final class Words {
  private Words() {}

  static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Throws IllegalArgumentException for a word that the enum has not. */
  static <E extends Enum<E>> E read(Class<E> type, String word) {
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> of(constant).equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "\""
                        + Text.line(word, 40)
                        + "\" is none of "
                        + Arrays.stream(type.getEnumConstants())
                            .map(Words::of)
                            .collect(Collectors.joining(", "))));
  }
}
