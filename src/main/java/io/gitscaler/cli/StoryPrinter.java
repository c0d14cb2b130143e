package io.gitscaler.cli;

import io.gitscaler.cli.Style.Tone;
import io.gitscaler.cli.Table.Cell;
import io.gitscaler.cli.usecase.DecisionStory;
import io.gitscaler.cli.usecase.DecisionStory.Asked;
import io.gitscaler.cli.usecase.DecisionStory.Limit;
import io.gitscaler.cli.usecase.DecisionStory.Source;
import io.gitscaler.cli.usecase.DecisionStory.Verdict;
import io.gitscaler.cli.usecase.Explanation;
import java.util.List;

/** Tells decisions to a person, in the order in which they were made. */
final class StoryPrinter {
  private final Style style;

  StoryPrinter(Style style) {
    this.style = style;
  }

  String explanation(Explanation explanation) {
    DecisionStory decision = explanation.decision();
    DecisionStory scaling = explanation.scaling();
    StringBuilder text = new StringBuilder();
    if (decision != null) {
      text.append(titled(explanation.policy() + ", last decision", decision));
    }
    if (scaling != null) {
      text.append(text.isEmpty() ? "" : "\n")
          .append(titled(explanation.policy() + ", last scaling", scaling));
    }
    return text.isEmpty() ? explanation.policy() + ": nothing was decided yet\n" : text.toString();
  }

  private String titled(String title, DecisionStory story) {
    Verdict verdict = story.verdict();
    String heading = title + ": " + Words.replicas(verdict.from(), verdict.to());
    return style.of(Plain.line(heading), Tone.STRONG) + "\n" + source(story) + chain(story);
  }

  private String source(DecisionStory story) {
    Source source = story.source();
    Table facts = new Table();
    fact(facts, "when", story.at().toString());
    fact(facts, "target", source.target());
    String policy = source.policyFile();
    if (!source.policyCommit().isEmpty()) {
      policy +=
          (policy.isEmpty() ? "" : " ") + "at commit " + Words.shortCommit(source.policyCommit());
    }
    fact(facts, "policy", policy);
    fact(facts, "run", source.run());
    fact(facts, "told by", source.kept());
    return facts.render(style).indent(2);
  }

  private static void fact(Table facts, String name, String value) {
    if (!value.isEmpty()) {
      facts.row(new Cell(name, Tone.QUIET), Cell.plain(value));
    }
  }

  /** Readings, what they asked for, each limit, the reason and the outcome. */
  String chain(DecisionStory story) {
    StringBuilder text = new StringBuilder();
    if (!story.readings().isEmpty()) {
      text.append("It read\n");
      story.readings().forEach(line -> text.append("  ").append(Plain.line(line)).append('\n'));
    }
    Asked asked = story.asked();
    if (asked != null) {
      text.append("It was asked for ").append(Words.count(asked.replicas(), "replica", "replicas"));
      text.append(asked.by().isEmpty() ? "" : " by " + Plain.line(asked.by())).append('\n');
      text.append("  ").append(Plain.line(asked.sentence())).append('\n');
    }
    if (!story.limits().isEmpty()) {
      text.append("It looked at the limits, in this order\n").append(limits(story.limits()));
    }
    Verdict verdict = story.verdict();
    String reason = verdict.reason().isEmpty() ? "" : " " + Plain.line(verdict.reason());
    text.append("Reason").append(style.of(reason, Tone.STRONG)).append('\n');
    text.append("  ").append(Plain.line(verdict.sentence())).append('\n');
    if (!verdict.outcome().isEmpty()) {
      text.append("Outcome ").append(Plain.line(verdict.outcome())).append('\n');
    }
    return text.toString();
  }

  private String limits(List<Limit> limits) {
    Table table = new Table();
    if (limits.stream().allMatch(limit -> limit.before() == null)) {
      limits.forEach(limit -> table.row(Cell.plain(limit.sentence())));
      return table.render(style).indent(2);
    }
    for (Limit limit : limits) {
      boolean changed = limit.before() != null && !limit.before().equals(limit.after());
      table.row(
          new Cell(
              limit.before() == null ? "" : Words.replicas(limit.before(), limit.after()),
              changed ? Tone.NOTABLE : Tone.PLAIN),
          Cell.plain(limit.code()),
          Cell.plain(limit.sentence()));
    }
    return table.render(style).indent(2);
  }
}
