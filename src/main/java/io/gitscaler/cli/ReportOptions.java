package io.gitscaler.cli;

import io.gitscaler.reconcile.RunReport;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How a run or a plan is shown, and what makes it fail. */
final class ReportOptions {
  @Mixin OutputOptions output = new OutputOptions();

  @Option(
      names = "--all",
      description = "List every policy. Default: beyond 50 policies only those with news.")
  boolean all;

  @Option(
      names = "--fail-on",
      paramLabel = "STATUS",
      split = ",",
      converter = FailOnConverter.class,
      completionCandidates = FailOnConverter.Candidates.class,
      description =
          "Exit with a status other than 0 only for these: invalid (3), stopped (4), unreachable (5),"
              + " unrecorded (6), locked (7), or none. Repeatable, or with commas. Default: all.")
  List<ExitCode> failOn = List.copyOf(ExitCode.NARROWABLE);

  Set<ExitCode> failOn() {
    EnumSet<ExitCode> codes = EnumSet.noneOf(ExitCode.class);
    codes.addAll(failOn);
    return codes;
  }

  /** Prints the report in the form that was asked for and says how the process ends. */
  ExitCode show(RunReport report, boolean plan, Style style, Session session) {
    ExitCode exit = ExitCode.worst(ExitCode.of(report), failOn());
    session.print(
        output.isText()
            ? new ReportPrinter(style, all).result(report, plan)
            : StructuredOutput.of(ReportDocument.of(report, exit), output.format));
    ReportPrinter.complaints(report).forEach(session.stderr()::println);
    return exit;
  }
}
