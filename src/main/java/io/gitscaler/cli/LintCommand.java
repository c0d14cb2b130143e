package io.gitscaler.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gitscaler.cli.Style.Tone;
import io.gitscaler.cli.usecase.LintRequest;
import io.gitscaler.policy.LoadedPolicies;
import io.gitscaler.policy.PolicyProblem;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code gitscaler lint}: its result is the problems, so they go to stdout. */
@Command(
    footer = {
      "Example, before a commit:",
      "  gitscaler lint policies/",
    })
final class LintCommand extends GitscalerCommand {
  @Mixin OutputOptions output = new OutputOptions();

  @Parameters(
      paramLabel = "PATH",
      arity = "0..*",
      description = "Files and folders to check together. Default: the current folder.")
  List<Path> paths = List.of(Path.of("."));

  LintCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode execute(Session session) {
    LoadedPolicies loaded = session.useCases().lint(new LintRequest(paths));
    ExitCode exit = loaded.problems().isEmpty() ? ExitCode.SUCCESS : ExitCode.INVALID;
    session.print(
        output.isText()
            ? text(loaded, style(session))
            : StructuredOutput.of(document(loaded, exit), output.format));
    if (output.isText()) {
      loaded.skipped().forEach(line -> session.stderr().println("skipped: " + Plain.line(line)));
    }
    return exit;
  }

  private static String text(LoadedPolicies loaded, Style style) {
    StringBuilder text = new StringBuilder();
    for (PolicyProblem problem : loaded.problems()) {
      text.append(Plain.line(problem.toString())).append('\n');
    }
    String valid =
        Words.count(loaded.policies().size(), "policy", "policies")
            + " in "
            + Words.count(files(loaded), "file", "files")
            + (loaded.policies().size() == 1 ? " is valid" : " are valid");
    if (loaded.problems().isEmpty()) {
      return text.append(valid).append('\n').toString();
    }
    String problems = Words.count(loaded.problems().size(), "problem", "problems");
    return text.append('\n')
        .append(style.of(problems, Tone.BAD))
        .append("; ")
        .append(valid)
        .append('\n')
        .toString();
  }

  private static int files(LoadedPolicies loaded) {
    return (int)
        loaded.policies().stream().map(policy -> policy.origin().file()).distinct().count();
  }

  private static ObjectNode document(LoadedPolicies loaded, ExitCode exit) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("policies", loaded.policies().size());
    document.put("files", files(loaded));
    document.set("problems", ReportDocument.problems(loaded.problems()));
    document.set("skipped", ReportDocument.texts(loaded.skipped()));
    document.put("exitStatus", exit.status());
    return document;
  }
}
