package io.gitscaler.command;

import io.gitscaler.failure.FailureKind;
import io.gitscaler.failure.OutsideFailure;
import io.gitscaler.policy.Program;

/** How failures of programs are worded, so that they all sound alike and hold nothing that harms who reads them. */
public final class Wording {
  private static final int MAX_QUOTE = 200;
  private static final int MAX_COMMAND = 120;

  private Wording() {}

  /** A failure that names the step and the program; see {@link OutsideFailure} for the parts. */
  static OutsideFailure failure(Task task, String what, String advice) {
    return new OutsideFailure(FailureKind.PROGRAM, place(task), what, advice);
  }

  /** {@code metric program `python3 metric.py` for web-7d9f}. */
  static String place(Task task) {
    return "%s program `%s` for %s"
        .formatted(task.step().field(), name(task.program()), task.resource());
  }

  private static String name(Program program) {
    return switch (program) {
      case Program.Shell shell -> shorten(commandLine(shell), MAX_COMMAND);
      case Program.Http http -> http.method() + " " + HttpProgram.withoutSecrets(http.url());
    };
  }

  private static String commandLine(Program.Shell shell) {
    return shell.command().isEmpty()
        ? shell.entrypoint()
        : shell.entrypoint() + " " + String.join(" ", shell.command());
  }

  /** Hostile text in double quotes: one line, without control characters, cut in the middle where it is long. */
  static String quote(String text) {
    return '"' + shorten(text.strip(), MAX_QUOTE) + '"';
  }

  /** The end of hostile text, where the reason of a failure usually stands, quoted as above. */
  static String quoteEnd(String text) {
    String line = oneLine(text.strip());
    return line.length() <= MAX_QUOTE
        ? '"' + line + '"'
        : "\"..." + line.substring(line.length() - MAX_QUOTE) + '"';
  }

  /** Hostile text as one line without control characters, cut where it is longer than {@code max}. */
  public static String shorten(String text, int max) {
    String head = text.length() > max * 2 ? text.substring(0, max * 2) : text;
    String line = oneLine(head);
    return line.length() <= max ? line : line.substring(0, max) + "...";
  }

  private static String oneLine(String text) {
    StringBuilder line = new StringBuilder(text.length());
    text.codePoints().forEach(c -> line.appendCodePoint(isHarmless(c) ? c : ' '));
    return line.toString();
  }

  /** Neither control nor format characters: no colours, no bells, no text that runs backwards. */
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
