package io.gitscaler.statefile;

import io.gitscaler.history.LastRun;
import io.gitscaler.history.RunEnding;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** The installation's last run, as state spells it. */
record RunDocument(
    String id,
    BigDecimal started,
    BigDecimal finished,
    String commit,
    int policies,
    int failed,
    WorkDocument work,
    String ending,
    @Nullable String why,
    @Nullable BigDecimal lastSummary) {
  private static final int LONGEST_REASON = 300;

  static RunDocument of(LastRun run) {
    return new RunDocument(
        run.id(),
        Seconds.of(run.started()),
        Seconds.of(run.finished()),
        run.policyCommit(),
        run.policies(),
        run.failed(),
        WorkDocument.of(run.work()),
        run.ending().word(),
        run.why() == null ? null : Text.upTo(LONGEST_REASON, run.why()),
        Seconds.orNull(run.lastSummary()));
  }

  LastRun run() {
    return new LastRun(
        id,
        Seconds.instant(started),
        Seconds.instant(finished),
        commit,
        policies,
        failed,
        work.work(),
        Words.read(RunEnding.class, ending),
        why,
        Seconds.instantOrNull(lastSummary));
  }
}
