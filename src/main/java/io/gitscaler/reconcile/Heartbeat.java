package io.gitscaler.reconcile;

import io.gitscaler.audit.AuditRecord;
import io.gitscaler.audit.RunFacts;
import io.gitscaler.history.LastRun;
import io.gitscaler.history.RecordKind;
import io.gitscaler.history.ScalingHistory;
import io.gitscaler.history.StoredState;
import io.gitscaler.policy.PolicyId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Sums up the quiet passes, so that a trail in which nothing happens still shows that somebody looked. */
record Heartbeat(Duration every, RunFacts run, Instant at) {
  /**
   * A summary, where one is due.
   *
   * @param lastSummary when the trail was last given one, this one included
   */
  record Summed(StoredState state, List<AuditRecord> records, Instant lastSummary) {}

  Summed sum(StoredState state) {
    Instant last = lastSummary(state);
    if (last == null) {
      return new Summed(state, List.of(), at);
    }
    if (at.isBefore(last.plus(every))) {
      return new Summed(state, List.of(), last);
    }
    List<AuditRecord> records = new ArrayList<>();
    Map<PolicyId, ScalingHistory> summarised = new LinkedHashMap<>();
    state
        .histories()
        .forEach(
            (id, history) -> {
              if (!history.counters().isEmpty()) {
                records.add(record(id, history.counters(), last));
                summarised.put(id, history.summarised());
              }
            });
    return new Summed(state.withHistories(summarised), records, at);
  }

  private AuditRecord record(PolicyId id, Map<String, Integer> counters, Instant since) {
    String sentence =
        counters.entrySet().stream()
            .map(entry -> entry.getKey() + " " + entry.getValue())
            .collect(Collectors.joining(", ", "passes since " + since + ": ", ""));
    return new AuditRecord(
        Recording.id(run, at, id, RecordKind.SUMMARY),
        RecordKind.SUMMARY,
        run,
        at,
        id,
        null,
        sentence,
        new TreeMap<>(counters));
  }

  /** One from the future, left by a clock that was put back, counts as of now. */
  private @Nullable Instant lastSummary(StoredState state) {
    LastRun last = state.lastRun();
    Instant summary = last == null ? null : last.lastSummary();
    return summary != null && summary.isAfter(at) ? at : summary;
  }
}
