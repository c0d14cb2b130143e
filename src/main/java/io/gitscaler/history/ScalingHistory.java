package io.gitscaler.history;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What earlier passes left about one policy.
 *
 * @param recommendations raw recommendations inside the longest window, oldest first; those of two passes before it stay, too,
 *     for they tell the time from pass to pass
 * @param changes scalings inside the longest policy period, oldest first
 * @param scaledToZero whether the target's zero is ours, so that load may bring it back
 * @param lastSeen when a pass last dealt with the policy; null for a policy that is new
 * @param fingerprint of the policy that was last acted on; empty for a policy that is new
 * @param failure what somebody should look at, even where the last pass decided and scaled in spite of it; null where there is
 *     nothing
 * @param paused whether the policy was paused in the last pass
 * @param beyondMax null while the target never wanted more than its maximum
 * @param last the last decision in compact form; null for a policy that is new
 * @param intent a scaling that was announced and whose outcome is not known; null in between
 * @param counters how often each reason was given since the last summary in the trail
 * @param notInForce the merged version while it is invalid and an older one acts in its place; null where there is none
 */
public record ScalingHistory(
    List<Recommended> recommendations,
    List<Change> changes,
    boolean scaledToZero,
    @Nullable Instant lastSeen,
    String fingerprint,
    @Nullable FailureStreak failure,
    boolean paused,
    @Nullable BeyondMax beyondMax,
    @Nullable LastDecision last,
    @Nullable Intent intent,
    Map<String, Integer> counters,
    @Nullable NotInForce notInForce) {
  public static final ScalingHistory NONE =
      new ScalingHistory(
          List.of(), List.of(), false, null, "", null, false, null, null, null, Map.of(), null);

  /** The history of a policy whose merged version is in force. */
  public ScalingHistory(
      List<Recommended> recommendations,
      List<Change> changes,
      boolean scaledToZero,
      @Nullable Instant lastSeen,
      String fingerprint,
      @Nullable FailureStreak failure,
      boolean paused,
      @Nullable BeyondMax beyondMax,
      @Nullable LastDecision last,
      @Nullable Intent intent,
      Map<String, Integer> counters) {
    this(
        recommendations,
        changes,
        scaledToZero,
        lastSeen,
        fingerprint,
        failure,
        paused,
        beyondMax,
        last,
        intent,
        counters,
        null);
  }

  public ScalingHistory {
    recommendations = List.copyOf(recommendations);
    changes = List.copyOf(changes);
    counters = Collections.unmodifiableMap(new TreeMap<>(counters));
  }

  /** The history once an open intent is settled; a scaling that was applied counts as one. */
  public ScalingHistory settled(Intent intent, boolean applied) {
    List<Change> all = new ArrayList<>(changes);
    if (applied) {
      all.add(new Change(intent.at(), intent.to() - intent.from()));
    }
    return new ScalingHistory(
        recommendations,
        all,
        applied ? intent.to() == 0 : scaledToZero,
        lastSeen,
        fingerprint,
        failure,
        paused,
        beyondMax,
        last,
        null,
        counters,
        notInForce);
  }

  /**
   * The same where nothing is later than this. A clock that was ahead and was put back leaves a future behind, which would hold a
   * target until it has come.
   */
  public ScalingHistory noLaterThan(Instant now) {
    return new ScalingHistory(
        recommendations.stream()
            .map(one -> new Recommended(earlier(one.at(), now), one.replicas()))
            .toList(),
        changes.stream().map(one -> new Change(earlier(one.at(), now), one.by())).toList(),
        scaledToZero,
        lastSeen == null ? null : earlier(lastSeen, now),
        fingerprint,
        failure,
        paused,
        beyondMax == null
            ? null
            : new BeyondMax(earlier(beyondMax.recorded(), now), beyondMax.lasting()),
        last,
        intent,
        counters,
        notInForce);
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  /** The history of a policy that could not be read. */
  public ScalingHistory failing(FailureStreak streak) {
    return new ScalingHistory(
        recommendations,
        changes,
        scaledToZero,
        lastSeen,
        fingerprint,
        streak,
        paused,
        beyondMax,
        last,
        intent,
        counters,
        notInForce);
  }

  /** The history with its counters started anew. */
  public ScalingHistory summarised() {
    return new ScalingHistory(
        recommendations,
        changes,
        scaledToZero,
        lastSeen,
        fingerprint,
        failure,
        paused,
        beyondMax,
        last,
        intent,
        Map.of(),
        notInForce);
  }

  /** The history of a policy whose merged version is this; null where that is in force. */
  public ScalingHistory with(@Nullable NotInForce merged) {
    return new ScalingHistory(
        recommendations,
        changes,
        scaledToZero,
        lastSeen,
        fingerprint,
        failure,
        paused,
        beyondMax,
        last,
        intent,
        counters,
        merged);
  }

  /** A raw recommendation: what was asked for, before stabilization and limits, or by a pause. */
  public record Recommended(Instant at, int replicas) {}

  /**
   * A scaling that was applied.
   *
   * @param by positive for replicas added, negative for replicas removed; never 0
   */
  public record Change(Instant at, int by) {}

  /**
   * The target's wish for more than its maximum.
   *
   * @param recorded when the trail was last told
   * @param lasting whether the last pass saw the wish, too
   */
  public record BeyondMax(Instant recorded, boolean lasting) {}

  /**
   * A merged version that is invalid, so that an older one acts in its place.
   *
   * @param since when a pass first met an invalid one
   * @param commit the merged version; empty where it has no name
   * @param why what is wrong with it
   * @param acting commit of the version that acts; empty where it has no name
   * @param until how long that may act
   */
  public record NotInForce(Instant since, String commit, String why, String acting, Instant until) {
    /** The same in plain words. */
    public String sentence() {
      return "commit "
          + shortName(commit)
          + " is invalid: "
          + why.replaceFirst("\\.$", "")
          + "; commit "
          + shortName(acting)
          + " acts until "
          + until;
    }

    private static String shortName(String commit) {
      return commit.substring(0, Math.min(10, commit.length()));
    }
  }

  /**
   * Failures in a row, for whatever reasons: since when nothing went well is what an operator must know.
   *
   * @param since the first of them
   * @param times 1 or more
   * @param code of the last one, as is the sentence
   */
  public record FailureStreak(Instant since, int times, String code, String sentence) {
    /** The streak with one failure more; it begins where there was none. */
    public static FailureStreak after(
        @Nullable FailureStreak before, Instant at, String code, String sentence) {
      return before == null
          ? new FailureStreak(at, 1, code, sentence)
          : new FailureStreak(before.since(), before.times() + 1, code, sentence);
    }
  }

  /**
   * The last decision.
   *
   * @param reason a reason code
   * @param sentence the reason in plain words
   * @param findings the limits that were looked at, in order, compact
   * @param readings one line for each metric or program answer
   */
  public record LastDecision(
      Instant at,
      int from,
      int to,
      String reason,
      String sentence,
      String outcome,
      List<String> findings,
      List<String> readings) {
    public LastDecision {
      findings = List.copyOf(findings);
      readings = List.copyOf(readings);
    }
  }
}
