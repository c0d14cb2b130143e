package io.gitscaler.history;

import io.gitscaler.history.ScalingHistory.FailureStreak;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
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

  /** What runs side by side came to together; the streak is the longest among theirs. */
  public static RunTally together(Collection<RunTally> tallies) {
    Map<RunEnding, Long> counted = new EnumMap<>(RunEnding.class);
    RunWork work = RunWork.NONE;
    for (RunTally tally : tallies) {
      tally.runs.forEach((ending, times) -> counted.merge(ending, times, Long::sum));
      work = work.plus(tally.work);
    }
    return new RunTally(
        any(tallies, RunTally::since).min(Comparator.naturalOrder()).orElse(null),
        counted,
        work,
        any(tallies, RunTally::lastPass).max(Comparator.naturalOrder()).orElse(null),
        any(tallies, RunTally::lastSuccess).max(Comparator.naturalOrder()).orElse(null),
        any(tallies, RunTally::streak)
            .max(Comparator.comparingLong(FailureStreak::times))
            .orElse(null));
  }

  private static <T> Stream<T> any(
      Collection<RunTally> tallies, Function<RunTally, @Nullable T> part) {
    return tallies.stream().map(part).filter(Objects::nonNull);
  }

  /** How many runs were counted. */
  public long allRuns() {
    return runs.values().stream().mapToLong(Long::longValue).sum();
  }
}
