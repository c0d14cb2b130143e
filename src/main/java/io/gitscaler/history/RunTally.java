package io.gitscaler.history;

import io.gitscaler.history.ScalingHistory.FailureStreak;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What was counted over all runs that wrote state.
 *
 * @param since when the first of them began; null before it
 * @param runs how many came to which ending
 * @param lastPass end of the last run that made a pass; null where none did
 * @param lastSuccess end of the last run that completed; null where none did
 * @param streak the runs since then, with the ending's word as code; null where the last one completed
 */
public record RunTally(
    @Nullable Instant since,
    Map<RunEnding, Long> runs,
    RunWork work,
    @Nullable Instant lastPass,
    @Nullable Instant lastSuccess,
    @Nullable FailureStreak streak) {
  public static final RunTally NONE = new RunTally(null, Map.of(), RunWork.NONE, null, null, null);

  public RunTally {
    Map<RunEnding, Long> inOrder = new EnumMap<>(RunEnding.class);
    inOrder.putAll(runs);
    runs = Collections.unmodifiableMap(inOrder);
  }

  /** With one run more. */
  public RunTally plus(LastRun run) {
    Map<RunEnding, Long> counted = new EnumMap<>(RunEnding.class);
    counted.putAll(runs);
    counted.merge(run.ending(), 1L, Long::sum);
    boolean completed = run.ending() == RunEnding.COMPLETED;
    return new RunTally(
        since == null ? run.started() : since,
        counted,
        work.plus(run.work()),
        run.work().passes() > 0 ? run.finished() : lastPass,
        completed ? run.finished() : lastSuccess,
        completed
            ? null
            : FailureStreak.after(
                streak,
                run.started(),
                run.ending().word(),
                Objects.requireNonNullElse(run.why(), "")));
  }

  /** How many runs were counted. */
  public long allRuns() {
    return runs.values().stream().mapToLong(Long::longValue).sum();
  }
}
