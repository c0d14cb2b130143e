package io.gitscaler.cli;

import io.gitscaler.audit.AuditRecord;
import io.gitscaler.audit.PolicyResult;
import io.gitscaler.audit.Readings;
import io.gitscaler.cli.usecase.DecisionStory;
import io.gitscaler.cli.usecase.DecisionStory.Asked;
import io.gitscaler.cli.usecase.DecisionStory.Limit;
import io.gitscaler.cli.usecase.DecisionStory.Source;
import io.gitscaler.cli.usecase.DecisionStory.Verdict;
import io.gitscaler.decision.ReasonCode;
import io.gitscaler.decision.Recommendation;
import io.gitscaler.decision.ScalingDecision;
import io.gitscaler.history.ScalingHistory;
import io.gitscaler.history.ScalingHistory.FailureStreak;
import io.gitscaler.history.ScalingHistory.LastDecision;
import io.gitscaler.history.ScalingHistory.NotInForce;
import io.gitscaler.policy.PolicyOrigin;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes stories of what is known of a decision: a result, a record of the trail, or what state keeps of it. */
public final class Stories {
  private static final Pattern KEPT_LIMIT = Pattern.compile("(\\w+) (\\d{1,9})>(\\d{1,9})");

  /** What fails before a target is seen. */
  private static final Set<String> WITHOUT_DECISION =
      Set.of(
          ReasonCode.PolicyInvalid.name(),
          ReasonCode.FailedGetScale.name(),
          ReasonCode.TargetNotFound.name(),
          ReasonCode.TargetNotScalable.name());

  private Stories() {}

  /** A result that was just made. */
  static DecisionStory of(PolicyResult result) {
    PolicyOrigin origin = result.policy().origin();
    String file = origin.file() + ":" + origin.line();
    return of(result, new Source("", "", result.policy().target().toString(), "", file));
  }

  /**
   * A record of the trail. One without a result is told by its sentence alone.
   *
   * @param kept where the record is kept, such as {@code trail}
   */
  public static DecisionStory of(AuditRecord record, String kept) {
    String commit = Objects.requireNonNullElse(record.run().revision().commit(), "");
    String from = kept + ", " + Words.lower(record.kind()).replace('_', ' ');
    PolicyResult result = record.result();
    if (result != null) {
      DecisionStory story = of(result);
      Source source = story.source();
      return of(
          result,
          new Source(from, record.run().run(), source.target(), commit, source.policyFile()));
    }
    return new DecisionStory(
        record.at(),
        List.of(),
        null,
        List.of(),
        new Verdict(null, null, "", record.sentence(), ""),
        new Source(from, record.run().run(), "", commit, ""));
  }

  /**
   * What state keeps of a policy's last decision.
   *
   * @param source where it was kept, and what else is known about it
   */
  public static DecisionStory of(LastDecision last, Source source) {
    return new DecisionStory(
        last.at(),
        last.readings(),
        null,
        last.findings().stream().map(Stories::limit).toList(),
        new Verdict(last.from(), last.to(), last.reason(), last.sentence(), last.outcome()),
        source);
  }

  /**
   * The last thing that state knows of a policy. One whose target is not seen or that cannot be read fails without a decision; then the
   * failure is the last news.
   */
  public static @Nullable DecisionStory last(ScalingHistory history) {
    FailureStreak failure = history.failure();
    if (failure != null && !isBeside(history.last(), failure)) {
      return of(failure);
    }
    return history.last() == null ? null : of(history.last(), new Source("state", "", "", "", ""));
  }

  /** What is wrong although something was decided, one sentence each. */
  public static List<String> beside(ScalingHistory history) {
    List<String> sentences = new ArrayList<>();
    NotInForce merged = history.notInForce();
    if (merged != null) {
      sentences.add("The merged version is not in force: " + merged.sentence() + ".");
    }
    FailureStreak failure = history.failure();
    LastDecision last = history.last();
    if (failure != null && last != null && isBeside(last, failure)) {
      if (!last.reason().equals(failure.code())) {
        sentences.add(
            "Not all is well since "
                + failure.since()
                + ", "
                + failure.code()
                + ": "
                + failure.sentence());
      }
    }
    return sentences;
  }

  /** Whether the failure is the decision's own, or of a metric without which the others were enough to decide. */
  private static boolean isBeside(@Nullable LastDecision last, FailureStreak failure) {
    return last != null
        && (last.reason().equals(failure.code()) || !WITHOUT_DECISION.contains(failure.code()));
  }

  /** A failure that kept a policy from any decision, since it began. */
  public static DecisionStory of(FailureStreak failure) {
    String since = "state, so in " + Words.count(failure.times(), "pass", "passes") + " since then";
    return new DecisionStory(
        failure.since(),
        List.of(),
        null,
        List.of(),
        new Verdict(null, null, failure.code(), failure.sentence(), "stopped"),
        new Source(since, "", "", "", ""));
  }

  /** A limit as state keeps it, {@code ScaleUpLimit 6>5}. */
  private static Limit limit(String kept) {
    Matcher parts = KEPT_LIMIT.matcher(kept);
    return parts.matches()
        ? new Limit(
            parts.group(1), Integer.valueOf(parts.group(2)), Integer.valueOf(parts.group(3)), "")
        : new Limit("", null, null, kept);
  }

  private static DecisionStory of(PolicyResult result, Source source) {
    ReasonCode reason = result.reason();
    return new DecisionStory(
        result.at(),
        Readings.of(result),
        asked(result.recommendation()),
        limits(result.decision()),
        new Verdict(
            Words.from(result),
            Words.to(result),
            reason == null ? "" : reason.name(),
            result.sentence(),
            result.outcomeWord()),
        source);
  }

  private static @Nullable Asked asked(@Nullable Recommendation recommendation) {
    if (recommendation == null || recommendation.replicas() == null) {
      return null;
    }
    Integer winner = recommendation.winner();
    String by = winner == null ? "" : recommendation.proposals().get(winner).label();
    return new Asked(recommendation.replicas(), by, recommendation.sentence());
  }

  private static List<Limit> limits(@Nullable ScalingDecision decision) {
    return decision == null
        ? List.of()
        : decision.findings().stream()
            .map(
                finding ->
                    new Limit(
                        finding.code().name(),
                        finding.before(),
                        finding.after(),
                        finding.sentence()))
            .toList();
  }
}
