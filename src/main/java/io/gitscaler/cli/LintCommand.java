package io.gitscaler.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gitscaler.cli.Style.Tone;
import io.gitscaler.cli.usecase.LintReport;
import io.gitscaler.cli.usecase.LintRequest;
import io.gitscaler.policy.LoadedPolicies;
import io.gitscaler.policy.PolicyProblem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gitscaler lint}: its result is the problems and warnings, so they go to stdout. */
@Command(
    footer = {
      "Example, before a commit:",
      "  gitscaler lint policies/",
      "",
      "Example, for a CronJob that evaluates four times every minute:",
      "  gitscaler lint policies/ --passes 4 --interval 15s --every 1m",
    })
final class LintCommand extends GitscalerCommand {
  @Mixin OutputOptions output = new OutputOptions();
  @Mixin RhythmOptions rhythm = new RhythmOptions();

  @Parameters(
      paramLabel = "PATH",
      arity = "0..*",
      description = "Files and folders to check together. Default: the current folder.")
  List<Path> paths = List.of(Path.of("."));

  @Option(
      names = "--every",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      description = "How often the CronJob starts a run. Default: 1m.")
  Duration every = Duration.ofMinutes(1);

  @Option(names = "--strict", description = "Fail on warnings, too.")
  boolean strict;

  LintCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode execute(Session session) {
    LintReport report = session.useCases().lint(new LintRequest(paths, rhythm.rhythm(), every));
    LoadedPolicies loaded = report.loaded();
    boolean doubtful = !report.warnings().isEmpty() || !loaded.notices().isEmpty();
    boolean right = loaded.problems().isEmpty() && !(strict && doubtful);
    ExitCode exit = right ? ExitCode.SUCCESS : ExitCode.INVALID;
    session.print(
        output.isText()
            ? text(report, style(session))
            : StructuredOutput.of(document(report, exit), output.format));
    if (output.isText()) {
      loaded.skipped().forEach(line -> session.stderr().println("skipped: " + Plain.line(line)));
      loaded.notices().forEach(line -> session.stderr().println("warning: " + Plain.line(line)));
    }
    return exit;
  }

  private static String text(LintReport report, Style style) {
    LoadedPolicies loaded = report.loaded();
    StringBuilder text = new StringBuilder();
    for (PolicyProblem problem : loaded.problems()) {
      text.append(Plain.line(problem.toString())).append('\n');
    }
    for (PolicyProblem warning : report.warnings()) {
      text.append(Plain.line(warning.asWarning())).append('\n');
    }
    if (!text.isEmpty()) {
      text.append('\n');
    }
    List<String> summary = new ArrayList<>();
    if (!loaded.problems().isEmpty()) {
      summary.add(style.of(Words.count(loaded.problems().size(), "problem", "problems"), Tone.BAD));
    }
    if (!report.warnings().isEmpty()) {
      summary.add(Words.count(report.warnings().size(), "warning", "warnings"));
    }
    summary.add(
        Words.count(loaded.policies().size(), "policy", "policies")
            + " in "
            + Words.count(files(loaded), "file", "files")
            + (loaded.policies().size() == 1 ? " is valid" : " are valid"));
    return text.append(String.join("; ", summary)).append('\n').toString();
  }

  private static int files(LoadedPolicies loaded) {
    return (int)
        loaded.policies().stream().map(policy -> policy.origin().file()).distinct().count();
  }

  private static ObjectNode document(LintReport report, ExitCode exit) {
    LoadedPolicies loaded = report.loaded();
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("policies", loaded.policies().size());
    document.put("files", files(loaded));
    document.set("problems", ReportDocument.problems(loaded.problems()));
    document.set("warnings", ReportDocument.problems(report.warnings()));
    document.set("skipped", ReportDocument.texts(loaded.skipped()));
    document.set("notices", ReportDocument.texts(loaded.notices()));
    document.put("exitStatus", exit.status());
    return document;
  }
}
