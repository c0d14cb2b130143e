package io.gitscaler.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gitscaler.audit.PolicyResult;
import io.gitscaler.cli.Style.Tone;
import io.gitscaler.program.ProgramRun;
import java.util.List;

/** Tells what one policy's programs were given and what they gave. */
final class TrialPrinter {
  private final Style style;

  TrialPrinter(Style style) {
    this.style = style;
  }

  String trial(PolicyResult result) {
    StringBuilder text = new StringBuilder();
    result.programs().forEach(run -> text.append(program(run)).append('\n'));
    if (result.programs().isEmpty()) {
      text.append("No program ran.\n\n");
    }
    String heading =
        result.policy().id() + ": " + Words.replicas(Words.from(result), Words.to(result));
    return text.append(style.of(Plain.line(heading), Tone.STRONG))
        .append('\n')
        .append(new StoryPrinter(style).chain(Stories.of(result)))
        .append("Nothing was scaled: this was a trial.\n")
        .toString();
  }

  private String program(ProgramRun run) {
    String ended = run.exitStatus() == null ? "no exit status" : "status " + run.exitStatus();
    String title =
        run.step().field()
            + " of "
            + run.resource()
            + ": "
            + ended
            + " after "
            + run.took().toMillis()
            + " ms";
    StringBuilder text =
        new StringBuilder(
            style.of(Plain.line(title), run.succeeded() ? Tone.STRONG : Tone.BAD) + "\n");
    block(text, "given", run.input());
    block(text, "answer", run.answer());
    block(text, "stderr", run.stderr());
    if (run.failure() != null) {
      block(text, "failed", run.failure());
    }
    return text.toString();
  }

  private void block(StringBuilder text, String name, String content) {
    List<String> lines = Plain.lines(content).lines().toList();
    for (int i = 0; i < Math.max(1, lines.size()); i++) {
      String line = lines.isEmpty() ? "(empty)" : lines.get(i);
      String label = String.format("  %-8s", i == 0 ? name : "");
      text.append(style.of(label, Tone.QUIET)).append(line).append('\n');
    }
  }

  /** The same as an object: the policy's entry of a report, and with each program what it was given. */
  static ObjectNode document(PolicyResult result) {
    ObjectNode document = ResultDocument.of(result);
    JsonNode programs = document.get("programs");
    for (int i = 0; i < result.programs().size(); i++) {
      ((ObjectNode) programs.get(i)).put("input", result.programs().get(i).input());
    }
    return document;
  }
}
