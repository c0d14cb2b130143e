package io.gitscaler.statefile;

import io.gitscaler.history.RunEnding;
import io.gitscaler.history.RunTally;
import io.gitscaler.statefile.HistoryDocument.FailingDocument;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The runs before the last one, counted, as state spells them. */
record TallyDocument(
    @Nullable BigDecimal since,
    Map<String, Long> runs,
    WorkDocument work,
    @Nullable BigDecimal pass,
    @Nullable BigDecimal success,
    @Nullable FailingDocument failing) {
  static TallyDocument of(RunTally tally) {
    Map<String, Long> runs = new LinkedHashMap<>();
    tally.runs().forEach((ending, times) -> runs.put(ending.word(), times));
    return new TallyDocument(
        Seconds.orNull(tally.since()),
        runs,
        WorkDocument.of(tally.work()),
        Seconds.orNull(tally.lastPass()),
        Seconds.orNull(tally.lastSuccess()),
        FailingDocument.of(tally.streak()));
  }

  RunTally tally() {
    Map<RunEnding, Long> counted = new EnumMap<>(RunEnding.class);
    runs.forEach((word, times) -> counted.put(Words.read(RunEnding.class, word), times));
    return new RunTally(
        Seconds.instantOrNull(since),
        counted,
        work.work(),
        Seconds.instantOrNull(pass),
        Seconds.instantOrNull(success),
        failing == null ? null : failing.streak());
  }
}
