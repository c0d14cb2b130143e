package io.gitscaler.decision;

import io.gitscaler.metric.Measurement;
import io.gitscaler.policy.MetricSpec;
import io.gitscaler.policy.ScalingMethod;
import io.gitscaler.policy.ScalingPolicy;
import io.gitscaler.workload.PodSnapshot;
import io.gitscaler.workload.Sight;
import io.gitscaler.workload.Workload;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Decides from metrics as the HorizontalPodAutoscaler of Kubernetes 1.36 does, before any limit. */
public final class MetricEvaluation {
  private MetricEvaluation() {}

  /**
   * Evaluates every metric and takes the largest proposal. A metric that is unavailable forbids scaling in and nothing else.
   *
   * @param pods what the workload's selector matches
   * @param measurements in the order of the method's metrics
   */
  public static Recommendation evaluate(
      ScalingPolicy policy,
      ScalingMethod.ByMetrics method,
      Workload workload,
      Sight<List<PodSnapshot>> pods,
      List<Measurement> measurements,
      Instant now) {
    List<MetricSpec> specs = method.metrics();
    if (specs.size() != measurements.size()) {
      throw new IllegalArgumentException(
          measurements.size() + " measurements for " + specs.size() + " metrics");
    }
    if (workload.selector().isEmpty()) {
      return withoutSelector(specs, workload);
    }
    MetricEvaluator evaluator =
        new MetricEvaluator(
            Tolerance.of(method, policy.behavior()), policy.readiness(), workload, pods, now);
    List<MetricProposal> proposals = new ArrayList<>();
    for (int i = 0; i < specs.size(); i++) {
      proposals.add(evaluator.propose(specs.get(i), measurements.get(i)));
    }
    return combine(policy, method, workload, proposals);
  }

  /**
   * The second half of the evaluation: what the proposals of all metrics ask for together. A record keeps the proposals, so this
   * is where a decision is computed again from.
   *
   * @param proposals in the order of the method's metrics; at least one
   */
  public static Recommendation combine(
      ScalingPolicy policy,
      ScalingMethod.ByMetrics method,
      Workload workload,
      List<MetricProposal> proposals) {
    return Combination.of(
        proposals, workload.specReplicas(), Tolerance.of(method, policy.behavior()));
  }

  private static Recommendation withoutSelector(List<MetricSpec> specs, Workload workload) {
    UnavailableMetric why =
        new UnavailableMetric(
            ReasonCode.InvalidSelector,
            "the scale of "
                + workload.target()
                + " has no pod selector, so its pods are not known. Give its kind a labelSelectorPath");
    List<MetricProposal> proposals =
        specs.stream().map(spec -> MetricEvaluator.failed(spec, why, null)).toList();
    return new Recommendation(null, why.code(), why.sentence(), proposals, null);
  }
}
