package io.gitscaler.decision;

import io.gitscaler.history.ScalingHistory;
import io.gitscaler.policy.ReplicaBounds;
import io.gitscaler.policy.ScalingBehavior;
import io.gitscaler.policy.ScalingMethod;
import io.gitscaler.policy.ScalingPolicy;
import io.gitscaler.workload.Workload;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * Takes a recommendation through every limit of the policy, in this order: stabilization, the size of one step (rates of
 * {@code behavior}; without it, for metrics, twice the current count), minReplicas and maxReplicas. Each limit that is looked
 * at leaves a finding.
 *
 * <p>The one reason of the decision is the recommendation's own where its count came through all limits, and else the code of
 * the last limit that changed the count. The sentence is the recommendation's, followed by that of each limit that changed
 * the count. So {@code cpu 82% of 60%} is followed, where it applies, by {@code at most 8 at once from 4}.
 */
public final class Limits {
  private Limits() {}

  /**
   * The decision. A recommendation without a count holds the target.
   *
   * @param history as the last pass left it
   */
  public static ScalingDecision limit(
      ScalingPolicy policy,
      Workload workload,
      Recommendation recommendation,
      ScalingHistory history,
      Instant now) {
    int current = workload.specReplicas();
    Integer recommended = recommendation.replicas();
    List<Finding> findings = Opening.findings(policy, current, history, recommended != null, now);
    if (recommended == null) {
      return held(recommendation, current, findings);
    }
    int to = recommended;
    to = add(findings, stabilized(policy, to, current, history, now));
    ScalingBehavior behavior = policy.behavior();
    if (behavior == null && policy.method() instanceof ScalingMethod.ByMetrics) {
      to = add(findings, StepLimit.doubling(to, current, policy.bounds()));
    } else if (behavior != null && to != current) {
      RateLimit rates = new RateLimit(current, history.changes(), now);
      to = add(findings, StepLimit.rate(to, behavior, rates, policy.bounds()));
    }
    to = add(findings, bounded(to, policy.bounds()));
    return explained(current, to, recommended, recommendation, findings);
  }

  private static int add(List<Finding> findings, Finding finding) {
    findings.add(finding);
    return finding.after();
  }

  private static Finding stabilized(
      ScalingPolicy policy, int wanted, int current, ScalingHistory history, Instant now) {
    Stabilization stabilization =
        new Stabilization(RecentHistory.recommendations(history, policy, current, true, now), now);
    return policy.behavior() == null
        ? stabilization.largest(wanted, policy.downscaleStabilization())
        : stabilization.towards(wanted, current, Windows.of(policy));
  }

  private static Finding bounded(int wanted, ReplicaBounds bounds) {
    if (wanted < bounds.min()) {
      return new Finding(
          ReasonCode.TooFewReplicas, wanted, bounds.min(), "minReplicas is " + bounds.min());
    }
    if (wanted > bounds.max()) {
      return new Finding(
          ReasonCode.TooManyReplicas, wanted, bounds.max(), "maxReplicas is " + bounds.max());
    }
    return new Finding(
        ReasonCode.DesiredWithinRange,
        wanted,
        wanted,
        wanted + " is within " + bounds.min() + " to " + bounds.max());
  }

  private static ScalingDecision explained(
      int from, int to, int recommended, Recommendation recommendation, List<Finding> findings) {
    ReasonCode reason = recommendation.reason();
    StringBuilder sentence = new StringBuilder(recommendation.sentence());
    if (to != recommended) {
      for (Finding finding : findings) {
        if (finding.changed()) {
          reason = finding.code();
          sentence.append("; ").append(finding.sentence());
        }
      }
    }
    return new ScalingDecision(from, to, reason, sentence.toString(), findings, recommended);
  }

  private static ScalingDecision held(
      Recommendation recommendation, int current, List<Finding> findings) {
    Integer largest = Combination.largest(recommendation.proposals());
    if (largest != null) {
      int wanted =
          Math.max(0, Objects.requireNonNull(recommendation.proposals().get(largest).replicas()));
      findings.add(
          new Finding(
              ReasonCode.HeldByUnavailableMetric,
              wanted,
              current,
              "not below " + current + " while a metric is unavailable"));
    }
    return new ScalingDecision(
        current, current, recommendation.reason(), recommendation.sentence(), findings, null);
  }
}
