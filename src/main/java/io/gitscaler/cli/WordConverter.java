package io.gitscaler.cli;

import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads one of a few words, each the lower-case name of a constant. */
final class WordConverter<E extends Enum<E>> implements ITypeConverter<E> {
  private final Class<E> words;

  WordConverter(Class<E> words) {
    this.words = words;
  }

  @Override
  public E convert(String text) {
    for (E word : words.getEnumConstants()) {
      if (Words.lower(word).equals(text)) {
        return word;
      }
    }
    throw new TypeConversionException("expected " + all() + " but was '" + text + "'");
  }

  private String all() {
    return Arrays.stream(words.getEnumConstants())
        .map(Words::lower)
        .collect(Collectors.joining(", "));
  }
}
