package io.gitscaler.statefile;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.gitscaler.history.Intent;
import io.gitscaler.history.ScalingHistory;
import io.gitscaler.history.ScalingHistory.BeyondMax;
import io.gitscaler.history.ScalingHistory.Change;
import io.gitscaler.history.ScalingHistory.FailureStreak;
import io.gitscaler.history.ScalingHistory.LastDecision;
import io.gitscaler.history.ScalingHistory.NotInForce;
import io.gitscaler.history.ScalingHistory.Recommended;
import io.gitscaler.policy.PolicyId;
import io.gitscaler.policy.TargetRef;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A policy's history as state spells it, short because there may be ten thousand. Instants are seconds since 1970. Texts are
 * bounded here, so that a program's long complaint does not fill the state.
 *
 * @param policy {@code namespace/name}
 * @param seen when a pass last dealt with it
 * @param print fingerprint of the policy that was acted on
 * @param asked recommendations, oldest first
 * @param changed scalings, oldest first
 * @param zero true where the target's zero is ours, else absent
 * @param paused true where it was paused, else absent
 * @param merged the merged version where it is invalid and an older one acts, else absent
 * @param counts how often each reason was given since the last summary
 */
record HistoryDocument(
    String policy,
    @Nullable BigDecimal seen,
    String print,
    List<Moment> asked,
    List<Moment> changed,
    @Nullable Boolean zero,
    @Nullable Boolean paused,
    @Nullable FailingDocument failing,
    @Nullable BeyondDocument beyond,
    @Nullable LastDocument last,
    @Nullable IntentDocument intent,
    @Nullable MergedDocument merged,
    Map<String, Integer> counts) {
  private static final int LONGEST_SENTENCE = 300;
  private static final int MOST_LIMITS = 20;
  private static final int MOST_READINGS = 10;

  /** A number at a time, as an array of the two. */
  @JsonFormat(shape = JsonFormat.Shape.ARRAY)
  @JsonPropertyOrder({"at", "number"})
  record Moment(BigDecimal at, int number) {
    static Moment of(Instant at, int number) {
      return new Moment(Seconds.of(at), number);
    }

    Instant instant() {
      return Seconds.instant(at);
    }
  }

  record FailingDocument(BigDecimal since, int times, String code, String text) {
    static @Nullable FailingDocument of(@Nullable FailureStreak streak) {
      return streak == null
          ? null
          : new FailingDocument(
              Seconds.of(streak.since()),
              streak.times(),
              streak.code(),
              sentence(streak.sentence()));
    }

    FailureStreak streak() {
      return new FailureStreak(Seconds.instant(since), times, code, text);
    }
  }

  record BeyondDocument(BigDecimal recorded, boolean lasting) {
    static @Nullable BeyondDocument of(@Nullable BeyondMax beyond) {
      return beyond == null
          ? null
          : new BeyondDocument(Seconds.of(beyond.recorded()), beyond.lasting());
    }

    BeyondMax beyond() {
      return new BeyondMax(Seconds.instant(recorded), lasting);
    }
  }

  record LastDocument(
      BigDecimal at,
      int from,
      int to,
      String reason,
      String text,
      String outcome,
      List<String> limits,
      List<String> readings) {
    static @Nullable LastDocument of(@Nullable LastDecision last) {
      return last == null
          ? null
          : new LastDocument(
              Seconds.of(last.at()),
              last.from(),
              last.to(),
              last.reason(),
              sentence(last.sentence()),
              last.outcome(),
              sentences(last.findings(), MOST_LIMITS),
              sentences(last.readings(), MOST_READINGS));
    }

    LastDecision decision() {
      return new LastDecision(
          Seconds.instant(at), from, to, reason, text, outcome, limits, readings);
    }
  }

  record IntentDocument(
      String run,
      BigDecimal at,
      String apiVersion,
      String kind,
      String name,
      String uid,
      String version,
      int from,
      int to,
      QueuedDocument record) {
    static @Nullable IntentDocument of(@Nullable Intent intent) {
      return intent == null
          ? null
          : new IntentDocument(
              intent.run(),
              Seconds.of(intent.at()),
              intent.target().apiVersion(),
              intent.target().kind(),
              intent.target().name(),
              intent.uid(),
              intent.resourceVersion(),
              intent.from(),
              intent.to(),
              QueuedDocument.withLine(intent.record()));
    }

    Intent intent() {
      return new Intent(
          run,
          Seconds.instant(at),
          new TargetRef(apiVersion, kind, name),
          uid,
          version,
          from,
          to,
          record.queued());
    }
  }

  record MergedDocument(
      BigDecimal since, String commit, String text, String acting, BigDecimal until) {
    static @Nullable MergedDocument of(@Nullable NotInForce merged) {
      return merged == null
          ? null
          : new MergedDocument(
              Seconds.of(merged.since()),
              merged.commit(),
              sentence(merged.why()),
              merged.acting(),
              Seconds.of(merged.until()));
    }

    NotInForce notInForce() {
      return new NotInForce(Seconds.instant(since), commit, text, acting, Seconds.instant(until));
    }
  }

  static HistoryDocument of(PolicyId policy, ScalingHistory history) {
    return new HistoryDocument(
        policy.toString(),
        history.lastSeen() == null ? null : Seconds.of(history.lastSeen()),
        history.fingerprint(),
        history.recommendations().stream().map(one -> Moment.of(one.at(), one.replicas())).toList(),
        history.changes().stream().map(one -> Moment.of(one.at(), one.by())).toList(),
        history.scaledToZero() ? true : null,
        history.paused() ? true : null,
        FailingDocument.of(history.failure()),
        BeyondDocument.of(history.beyondMax()),
        LastDocument.of(history.last()),
        IntentDocument.of(history.intent()),
        MergedDocument.of(history.notInForce()),
        history.counters());
  }

  ScalingHistory history() {
    return new ScalingHistory(
        asked.stream().map(one -> new Recommended(one.instant(), one.number())).toList(),
        changed.stream().map(one -> new Change(one.instant(), one.number())).toList(),
        Boolean.TRUE.equals(zero),
        seen == null ? null : Seconds.instant(seen),
        print,
        failing == null ? null : failing.streak(),
        Boolean.TRUE.equals(paused),
        beyond == null ? null : beyond.beyond(),
        last == null ? null : last.decision(),
        intent == null ? null : intent.intent(),
        counts,
        merged == null ? null : merged.notInForce());
  }

  private static String sentence(String text) {
    return Text.upTo(LONGEST_SENTENCE, text);
  }

  private static List<String> sentences(List<String> texts, int most) {
    return texts.stream().limit(most).map(HistoryDocument::sentence).toList();
  }
}
