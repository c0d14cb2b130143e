package io.gitscaler.statefile;

import io.gitscaler.history.LastRun;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** The installation's last run, as state spells it. */
record RunDocument(
    String id,
    BigDecimal started,
    BigDecimal finished,
    String commit,
    int policies,
    int scaled,
    int failed,
    @Nullable BigDecimal lastSummary) {
  static RunDocument of(LastRun run) {
    return new RunDocument(
        run.id(),
        Seconds.of(run.started()),
        Seconds.of(run.finished()),
        run.policyCommit(),
        run.policies(),
        run.scaled(),
        run.failed(),
        run.lastSummary() == null ? null : Seconds.of(run.lastSummary()));
  }

  LastRun run() {
    return new LastRun(
        id,
        Seconds.instant(started),
        Seconds.instant(finished),
        commit,
        policies,
        scaled,
        failed,
        lastSummary == null ? null : Seconds.instant(lastSummary));
  }
}
