package io.gitscaler.statefile;

import io.gitscaler.policy.LastGood;
import io.gitscaler.statefile.DecisionDocument.FindingDocument;
import io.gitscaler.statefile.DecisionDocument.RecommendationDocument;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One line of the trail, field for field in its order. {@code record.schema.json} says the same for other readers.
 *
 * @param settings together with {@code target}, {@code replicas} and {@code history}: what the decision can be computed
 *     from again
 * @param cut one sentence for each thing that was left out for size
 */
record RecordDocument(
    int schema,
    String id,
    String kind,
    String at,
    String run,
    String cluster,
    PolicyDocument policy,
    String sentence,
    @Nullable TargetDocument target,
    @Nullable ReplicasDocument replicas,
    @Nullable SettingsDocument settings,
    @Nullable PastDocument history,
    List<ReadingDocument> readings,
    List<ProgramDocument> programs,
    @Nullable RecommendationDocument recommendation,
    List<FindingDocument> findings,
    @Nullable DecisionDocument decision,
    @Nullable StopDocument stop,
    @Nullable OutcomeDocument outcome,
    Map<String, Integer> counts,
    @Nullable String since,
    List<String> cut) {
  static final int SCHEMA = 1;

  /**
   * The policy and where it was read.
   *
   * @param source the repository's URL without credentials, or the folder
   * @param ref branch, tag or commit as it was asked for
   * @param commit absent for a plain folder
   * @param signedBy fingerprint of the key that signed the commit; absent where nobody looked
   * @param lastGood absent where it is the version that was asked for
   * @param file absent where the policy is gone or could not be read, as are the three below it
   */
  record PolicyDocument(
      String namespace,
      String name,
      String source,
      String ref,
      @Nullable String commit,
      @Nullable String committedAt,
      @Nullable String signedBy,
      @Nullable LastGoodDocument lastGood,
      @Nullable String file,
      @Nullable Integer line,
      @Nullable String mode,
      @Nullable String fingerprint) {}

  /**
   * Why an older version of the policy acted.
   *
   * @param refused the commit whose signature was refused; absent for every other cause
   */
  record LastGoodDocument(
      String asOf, BigDecimal maxAgeSeconds, String cause, String why, @Nullable String refused) {
    static @Nullable LastGoodDocument of(@Nullable LastGood lastGood, Caps caps) {
      return lastGood == null
          ? null
          : new LastGoodDocument(
              lastGood.asOf().toString(),
              Seconds.of(lastGood.maxAge()),
              Words.of(lastGood.cause()),
              Text.upTo(caps.sentence(), lastGood.why()),
              lastGood.refused());
    }

    LastGood lastGood() {
      return new LastGood(
          Instant.parse(asOf),
          Seconds.span(maxAgeSeconds),
          Words.read(LastGood.Cause.class, cause),
          why,
          refused);
    }
  }

  /** The target as it was seen; uid and resourceVersion are absent where it could not be. */
  record TargetDocument(
      String apiVersion,
      String kind,
      String name,
      @Nullable String uid,
      @Nullable String resourceVersion) {}

  /** Replicas as they were seen. */
  record ReplicasDocument(int spec, int status) {}

  /** Where and why the policy went no further. */
  record StopDocument(String step, String reason, String sentence) {}

  /**
   * The history that the decision was based on.
   *
   * @param lastSeen absent for a policy that was new
   * @param failure absent where the pass before succeeded
   */
  record PastDocument(
      @Nullable String lastSeen,
      boolean scaledToZero,
      @Nullable FailureDocument failure,
      List<RecommendedDocument> recommendations,
      List<ChangeDocument> changes) {}

  /** Failures in a row. */
  record FailureDocument(String since, int times, String code, String sentence) {}

  /** A raw recommendation of an earlier pass. */
  record RecommendedDocument(String at, int replicas) {}

  /** A scaling of an earlier pass. */
  record ChangeDocument(String at, int by) {}
}
