package io.gitscaler.command;

import io.gitscaler.failure.FailureKind;
import io.gitscaler.failure.OneLine;
import io.gitscaler.failure.OutsideFailure;
import io.gitscaler.policy.Program;

/** How failures of programs are worded, so that they all sound alike and hold nothing that harms who reads them. */
final class Wording {
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
      case Program.Shell shell -> OneLine.of(commandLine(shell), MAX_COMMAND);
      case Program.Http http -> http.method() + " " + HttpProgram.withoutSecrets(http.url());
    };
  }

  private static String commandLine(Program.Shell shell) {
    return shell.command().isEmpty()
        ? shell.entrypoint()
        : shell.entrypoint() + " " + String.join(" ", shell.command());
  }

  /** Hostile text in double quotes: one line, without control characters, cut where it is long. */
  static String quote(String text) {
    return '"' + OneLine.of(text.strip(), MAX_QUOTE) + '"';
  }

  /** The end of hostile text, where the reason of a failure usually stands, quoted as above. */
  static String quoteEnd(String text) {
    String line = OneLine.of(text.strip());
    return line.length() <= MAX_QUOTE
        ? '"' + line + '"'
        : "\"..." + OneLine.of(line.substring(line.length() - MAX_QUOTE)) + '"';
  }
}
