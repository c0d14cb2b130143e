package io.gitscaler.cli;

import io.gitscaler.cli.Style.Tone;
import io.gitscaler.cli.Table.Cell;
import io.gitscaler.cli.usecase.InstallationStatus;
import io.gitscaler.history.Intent;
import io.gitscaler.history.LastRun;
import io.gitscaler.history.LockHolder;
import io.gitscaler.history.QueuedRecord;
import io.gitscaler.history.RunEnding;
import io.gitscaler.history.RunTally;
import io.gitscaler.history.ScalingHistory.FailureStreak;
import io.gitscaler.history.ScalingHistory.NotInForce;
import io.gitscaler.history.TrailMark;
import io.gitscaler.policy.PolicyId;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Tells a person how an installation is: a headline, the facts, and what needs somebody. */
record StatusPrinter(Style style, InstallationStatus status) {
  String text() {
    return headline() + facts() + shards() + failing();
  }

  private String headline() {
    String name = status.place().namespace() + "/" + status.place().stateName() + ": ";
    if (status.lastRun() == null) {
      return style.of(name + "never ran", Tone.STRONG) + "\n";
    }
    int failing = status.failing().size();
    String policies = Words.count(status.policies(), "policy", "policies");
    return style.of(name + policies, Tone.STRONG)
        + (failing == 0 ? "" : ", " + style.of(failing + " failing", Tone.BAD))
        + "\n";
  }

  private String facts() {
    Table facts = new Table();
    LastRun run = status.lastRun();
    if (run != null) {
      lastRun(facts, run);
      tally(facts, status.tally());
    }
    // Of the others nothing is asked, so that the right to read this one is enough.
    String whose = status.shards().isEmpty() ? "" : " (that of shard 0)";
    fact(facts, "lease", Tone.PLAIN, lease(status.lock()) + whose);
    queue(facts, status.queue());
    trail(facts, status.trail());
    status.notInForce().forEach((policy, merged) -> notInForce(facts, policy, merged));
    status.announced().forEach((policy, intent) -> announced(facts, policy, intent));
    return facts.render(style).indent(2);
  }

  private void lastRun(Table facts, LastRun run) {
    boolean completed = run.ending() == RunEnding.COMPLETED;
    fact(
        facts,
        "last run",
        completed ? Tone.GOOD : Tone.BAD,
        run.ending().word()
            + " "
            + ago(run.finished())
            + (run.why() == null ? "" : ": " + run.why()));
    String commit = run.policyCommit();
    fact(
        facts,
        "",
        Tone.PLAIN,
        run.id() + (commit.isEmpty() ? "" : ", policies at commit " + Words.shortCommit(commit)));
    Instant pass = status.tally().lastPass();
    if (run.work().passes() == 0) {
      fact(facts, "last pass", Tone.BAD, pass == null ? "none yet" : ago(pass));
    }
    if (!completed) {
      Instant success = status.tally().lastSuccess();
      fact(facts, "last success", Tone.BAD, success == null ? "none yet" : ago(success));
    }
  }

  private void tally(Table facts, RunTally tally) {
    String endings =
        tally.runs().entrySet().stream()
            .map(entry -> number(entry.getValue()) + " " + entry.getKey().word())
            .collect(Collectors.joining(", "));
    fact(
        facts,
        "runs",
        Tone.PLAIN,
        endings + (tally.since() == null ? "" : " since " + tally.since()));
    fact(facts, "scalings", Tone.PLAIN, number(tally.work().scalings()));
  }

  private String lease(@Nullable LockHolder lock) {
    if (lock == null) {
      return status.remarks().isEmpty() ? "free" : "not known";
    }
    boolean over = lock.until() != null && !lock.until().isAfter(status.at());
    return lock.who()
        + (lock.since() == null ? "" : ", taken " + ago(lock.since()))
        + (over ? ", no sign of life since: the next run takes it over" : "");
  }

  private void queue(Table facts, InstallationStatus.Queue queue) {
    QueuedRecord oldest = queue.oldest();
    if (oldest == null) {
      fact(facts, "queue", Tone.PLAIN, "empty");
      return;
    }
    String scalings =
        queue.scalings() == 0
            ? ""
            : ", " + Words.count(queue.scalings(), "scaling", "scalings") + " among them";
    fact(
        facts,
        "queue",
        queue.scalings() == 0 ? Tone.NOTABLE : Tone.BAD,
        Words.count(queue.records(), "record waits", "records wait") + " for Git" + scalings);
    fact(facts, "", Tone.PLAIN, "the oldest from " + ago(oldest.at()) + ": " + oldest.headline());
  }

  private void trail(Table facts, @Nullable TrailMark trail) {
    fact(
        facts,
        "trail",
        Tone.PLAIN,
        trail == null
            ? "nothing is known to be in it"
            : Words.shortCommit(trail.commit())
                + " of "
                + trail.branch()
                + " in "
                + trail.repository()
                + ", "
                + ago(trail.at()));
  }

  private void announced(Table facts, PolicyId policy, Intent intent) {
    fact(
        facts,
        "announced",
        Tone.NOTABLE,
        policy
            + " "
            + intent.from()
            + " -> "
            + intent.to()
            + ", "
            + ago(intent.at())
            + ": outcome not known, the next run looks");
  }

  private void notInForce(Table facts, PolicyId policy, NotInForce merged) {
    fact(
        facts,
        "not in force",
        Tone.BAD,
        policy + ", since " + ago(merged.since()) + ": " + merged.sentence());
  }

  private String shards() {
    if (status.shards().isEmpty()) {
      return "";
    }
    Table table = new Table();
    table.row(
        new Cell("SHARD", Tone.QUIET),
        new Cell("LAST PASS", Tone.QUIET),
        new Cell("LAST SUCCESS", Tone.QUIET),
        new Cell("RUNS", Tone.QUIET));
    status
        .shards()
        .forEach(
            (index, tally) ->
                table.row(
                    Cell.plain(String.valueOf(index)),
                    tally.allRuns() == 0
                        ? new Cell("never ran", Tone.BAD)
                        : Cell.plain(agoOrNever(tally.lastPass())),
                    Cell.plain(tally.allRuns() == 0 ? "" : agoOrNever(tally.lastSuccess())),
                    Cell.plain(number(tally.allRuns()))));
    return "\n" + table.render(style);
  }

  private String agoOrNever(@Nullable Instant then) {
    return then == null ? "none yet" : ago(then);
  }

  private String failing() {
    if (status.failing().isEmpty()) {
      return "";
    }
    Table table = new Table();
    table.row(
        new Cell("FAILING", Tone.QUIET),
        new Cell("SINCE", Tone.QUIET),
        new Cell("PASSES", Tone.QUIET),
        new Cell("REASON", Tone.QUIET));
    for (Map.Entry<PolicyId, FailureStreak> policy : status.failing().entrySet()) {
      FailureStreak streak = policy.getValue();
      table.row(
          new Cell(policy.getKey().toString(), Tone.BAD),
          Cell.plain(ago(streak.since())),
          Cell.plain(number(streak.times())),
          Cell.plain(streak.code() + ": " + streak.sentence()));
    }
    return "\n" + table.render(style);
  }

  private void fact(Table facts, String name, Tone tone, String value) {
    facts.row(new Cell(name, Tone.QUIET), new Cell(value, tone));
  }

  private String ago(Instant then) {
    return Words.span(Duration.between(then, status.at())) + " ago";
  }

  private static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
