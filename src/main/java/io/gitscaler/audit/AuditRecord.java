package io.gitscaler.audit;

import io.gitscaler.history.RecordKind;
import io.gitscaler.policy.PolicyId;
import java.time.Instant;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * One line of the trail: what happened to one policy, with everything that led to it.
 *
 * @param id unique over all runs
 * @param result the whole chain; null for a policy that is gone or could not be read
 * @param sentence what happened, in plain words
 * @param counts of a summary: how often each reason was given since the last one; of folded records: how many of each kind;
 *     empty for every other kind
 * @param since of folded records: when the first of them was written; null for every other kind
 */
public record AuditRecord(
    String id,
    RecordKind kind,
    RunFacts run,
    Instant at,
    PolicyId policy,
    @Nullable PolicyResult result,
    String sentence,
    SortedMap<String, Integer> counts,
    @Nullable Instant since) {
  /** A record of something that happened at one time. */
  public AuditRecord(
      String id,
      RecordKind kind,
      RunFacts run,
      Instant at,
      PolicyId policy,
      @Nullable PolicyResult result,
      String sentence,
      SortedMap<String, Integer> counts) {
    this(id, kind, run, at, policy, result, sentence, counts, null);
  }
}
