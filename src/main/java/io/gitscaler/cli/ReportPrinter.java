package io.gitscaler.cli;

import io.gitscaler.audit.PolicyResult;
import io.gitscaler.cli.Style.Tone;
import io.gitscaler.cli.Table.Cell;
import io.gitscaler.decision.ReasonCode;
import io.gitscaler.failure.OutsideFailure;
import io.gitscaler.policy.LastGood;
import io.gitscaler.policy.PolicyId;
import io.gitscaler.policy.PolicyProblem;
import io.gitscaler.policy.PolicyRevision;
import io.gitscaler.policy.ScalingPolicy;
import io.gitscaler.reconcile.RunReport;
import io.gitscaler.reconcile.RunReport.PassReport;
import io.gitscaler.reconcile.RunReport.TrailReport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tells a run or a plan to a person. */
final class ReportPrinter {
  /** More policies than this, and those without news are only counted. */
  private static final int LISTED_IN_FULL = 50;

  private final Style style;
  private final boolean all;

  /**
   * A printer.
   *
   * @param all whether policies without news are listed however many there are
   */
  ReportPrinter(Style style, boolean all) {
    this.style = style;
    this.all = all;
  }

  /** The table, the counts, and which policies and which trail. */
  String result(RunReport report, boolean plan) {
    StringBuilder text = new StringBuilder();
    text.append(table(report));
    if (!report.results().isEmpty()) {
      text.append('\n');
    }
    text.append(style.of(summary(report), Tone.STRONG)).append('\n');
    text.append("policies  ").append(revision(report.run().revision())).append('\n');
    if (!plan) {
      text.append("trail     ").append(trail(report.trail())).append('\n');
    }
    return text.toString();
  }

  /** What went wrong, and what to do; for stderr. One line each. */
  static List<String> complaints(RunReport report) {
    List<String> lines = new ArrayList<>();
    report.problems().forEach(problem -> lines.add(problem.toString()));
    report.skipped().forEach(sentence -> lines.add("skipped: " + sentence));
    Map<String, String> failures = new LinkedHashMap<>();
    for (PassReport pass : report.passes()) {
      for (PolicyResult result : pass.results()) {
        if (ExitCode.of(result) != ExitCode.SUCCESS && !result.skipped()) {
          failures.put(result.policy().id().toString(), failure(result));
        }
      }
    }
    lines.addAll(failures.values());
    if (report.ended() != null) {
      lines.add(ended(report, report.ended()));
    }
    report.notices().forEach(sentence -> lines.add("warning: " + sentence));
    if (report.trail().failure() != null) {
      lines.add("trail: " + report.trail().failure().sentence());
    }
    return lines.stream().map(Plain::line).toList();
  }

  /** One line for all: each policy that was skipped would say the same. */
  private static String ended(RunReport report, OutsideFailure ended) {
    long skipped = report.results().stream().filter(PolicyResult::skipped).count();
    return "gitscaler: "
        + ended.sentence()
        + (skipped == 0 ? "" : " " + Words.count((int) skipped, "policy was", "policies were"))
        + (skipped == 0 ? "" : " skipped; their targets keep their replicas.");
  }

  private static String failure(PolicyResult result) {
    ReasonCode reason = result.reason();
    return result.policy().id()
        + " "
        + Words.outcomeForPeople(result)
        + (reason == null ? "" : " (" + reason + ")")
        + ": "
        + result.sentence();
  }

  /** One line for each policy, and for what earlier passes of the same run changed. */
  String table(RunReport report) {
    List<PolicyResult> results = report.results();
    List<PassReport> earlier = report.passes().subList(0, report.passes().size() - 1);
    List<PolicyResult> before = news(earlier).toList();
    boolean full = all || results.size() <= LISTED_IN_FULL;
    List<PolicyResult> now =
        full ? results : results.stream().filter(PolicyResult::isNews).toList();
    if (before.isEmpty() && now.isEmpty()) {
      return "";
    }
    Table table = new Table();
    if (earlier.isEmpty()) {
      table.row(heading("POLICY"), heading("REPLICAS"), heading("OUTCOME"), heading("REASON"));
      now.forEach(result -> table.row(cells(result)));
    } else {
      table.row(
          heading("TIME"),
          heading("POLICY"),
          heading("REPLICAS"),
          heading("OUTCOME"),
          heading("REASON"));
      before.forEach(result -> table.row(timedCells(result)));
      now.forEach(result -> table.row(timedCells(result)));
    }
    return table.render(style);
  }

  private static Cell heading(String text) {
    return new Cell(text, Tone.QUIET);
  }

  private static Stream<PolicyResult> news(List<PassReport> passes) {
    return passes.stream().flatMap(pass -> pass.results().stream());
  }

  private static Cell[] timedCells(PolicyResult result) {
    Cell[] cells = cells(result);
    return new Cell[] {
      new Cell(Objects.toString(result.at()), Tone.QUIET), cells[0], cells[1], cells[2], cells[3]
    };
  }

  private static Cell[] cells(PolicyResult result) {
    Tone tone = tone(result);
    Tone rest = tone == Tone.QUIET ? Tone.QUIET : Tone.PLAIN;
    return new Cell[] {
      new Cell(result.policy().id().toString(), rest),
      new Cell(Words.replicas(Words.from(result), Words.to(result)), tone),
      new Cell(Words.outcomeForPeople(result), tone),
      reason(result, rest)
    };
  }

  /** What to do about a failure stands among the complaints; here it is said what failed, or only its name where that is long. */
  private static Cell reason(PolicyResult result, Tone tone) {
    ReasonCode reason = result.reason();
    boolean failed = ExitCode.of(result) != ExitCode.SUCCESS;
    return failed && reason != null && reason.isFailure()
        ? new Cell(Words.firstOf(result.sentence()), Words.spaced(reason.name()), tone)
        : new Cell(result.decided(), tone);
  }

  private static Tone tone(PolicyResult result) {
    if (ExitCode.of(result) != ExitCode.SUCCESS) {
      return Tone.BAD;
    }
    return switch (result.outcomeWord()) {
      case "applied" -> Tone.GOOD;
      case "observed" -> Tone.NOTABLE;
      default -> result.reason() == ReasonCode.Paused ? Tone.NOTABLE : Tone.QUIET;
    };
  }

  private static String summary(RunReport report) {
    List<PolicyResult> results = report.results();
    String invalid = invalid(report);
    if (results.isEmpty()) {
      return "no policies" + invalid;
    }
    int passes = report.passes().size();
    Map<String, Long> counts =
        Stream.concat(news(report.passes().subList(0, passes - 1)), results.stream())
            .collect(
                Collectors.groupingBy(
                    ReportPrinter::countedAs, LinkedHashMap::new, Collectors.counting()));
    String parts =
        List.of(
                "scaled up",
                "scaled down",
                "would scale up",
                "would scale down",
                "unchanged",
                "skipped",
                "failed")
            .stream()
            .filter(counts::containsKey)
            .map(word -> counts.get(word) + " " + word)
            .collect(Collectors.joining(", "));
    return Words.count(results.size(), "policy", "policies")
        + (passes == 1 ? "" : " in " + passes + " passes")
        + ": "
        + parts
        + invalid;
  }

  /** Policies whose merged version is invalid, whether an older one acts or none; files where nobody can tell which policies they hold. */
  private static String invalid(RunReport report) {
    Stream<PolicyId> named =
        report.problems().stream().map(PolicyProblem::policy).filter(Objects::nonNull);
    Stream<PolicyId> replaced =
        report.results().stream()
            .map(PolicyResult::policy)
            .filter(ReportPrinter::replacesInvalid)
            .map(ScalingPolicy::id);
    int policies = (int) Stream.concat(named, replaced).distinct().count();
    if (policies > 0) {
      return ", " + policies + " invalid";
    }
    int files = (int) report.problems().stream().map(PolicyProblem::file).distinct().count();
    return files == 0 ? "" : ", " + Words.count(files, "invalid file", "invalid files");
  }

  private static boolean replacesInvalid(ScalingPolicy policy) {
    LastGood lastGood = policy.origin().lastGood();
    return lastGood != null && lastGood.cause() == LastGood.Cause.INVALID;
  }

  private static String countedAs(PolicyResult result) {
    if (result.skipped()) {
      return "skipped";
    }
    if (ExitCode.of(result) != ExitCode.SUCCESS) {
      return "failed";
    }
    Integer from = Words.from(result);
    Integer to = Words.to(result);
    String direction = from != null && to != null && to < from ? " down" : " up";
    return switch (result.outcomeWord()) {
      case "applied" -> "scaled" + direction;
      case "observed" -> "would scale" + direction;
      default -> "unchanged";
    };
  }

  private static String revision(PolicyRevision revision) {
    String place = Plain.line(revision.source());
    return revision.commit() == null
        ? place
        : Words.shortCommit(revision.commit())
            + " of "
            + Plain.line(revision.ref())
            + " in "
            + place
            + (revision.lastGood() == null
                ? ""
                : ", the last good ones as of " + revision.lastGood().asOf());
  }

  private String trail(TrailReport trail) {
    List<String> parts = new ArrayList<>();
    if (trail.commit() != null) {
      parts.add(
          "commit "
              + Words.shortCommit(trail.commit())
              + " with "
              + Words.count(trail.written(), "record", "records"));
    }
    if (trail.waiting() > 0) {
      String waits =
          Words.count(trail.waiting(), "record waits", "records wait")
              + " for Git"
              + (trail.scalingWaits() ? ", scalings among them" : "");
      parts.add(style.of(waits, Tone.BAD));
    }
    return parts.isEmpty() ? "nothing new" : String.join("; ", parts);
  }
}
