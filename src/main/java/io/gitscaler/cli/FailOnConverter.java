package io.gitscaler.cli;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads an exit status by its word or number; {@code none} stands for a list without any. */
final class FailOnConverter implements ITypeConverter<ExitCode> {
  @Override
  public ExitCode convert(String text) {
    for (ExitCode code : ExitCode.values()) {
      boolean offered = code == ExitCode.SUCCESS || ExitCode.NARROWABLE.contains(code);
      if (offered && (code.word().equals(text) || names(code, text))) {
        return code;
      }
    }
    throw new TypeConversionException(
        "expected " + String.join(", ", words()) + " but was '" + text + "'");
  }

  private static boolean names(ExitCode code, String text) {
    return code != ExitCode.SUCCESS && text.equals(Integer.toString(code.status()));
  }

  private static List<String> words() {
    List<String> words = new ArrayList<>();
    ExitCode.NARROWABLE.forEach(code -> words.add(code.word()));
    words.add(ExitCode.SUCCESS.word());
    return words;
  }

  /** What a shell may offer. */
  static final class Candidates implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return words().iterator();
    }
  }
}
