package io.gitscaler.decision;

import io.gitscaler.metric.Measurement;
import io.gitscaler.policy.MetricSpec;
import io.gitscaler.policy.ScalingPolicy;
import io.gitscaler.program.KubernetesMetric;
import io.gitscaler.workload.PodSnapshot;
import io.gitscaler.workload.Sight;
import io.gitscaler.workload.Workload;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The Kubernetes metrics that a metric program is given.
 *
 * @param metrics those that could be read, in the order of the policy
 * @param failures those that could not, in the order of the policy
 */
public record KubernetesMetrics(List<KubernetesMetric> metrics, List<Failure> failures) {
  public KubernetesMetrics {
    metrics = List.copyOf(metrics);
    failures = List.copyOf(failures);
  }

  /** Why a metric is not among those that are handed over. */
  public record Failure(MetricSpec spec, ReasonCode reason, String sentence) {}

  /**
   * Puts readings and pods together.
   *
   * @param measurements in the order of {@code specs}
   */
  public static KubernetesMetrics gather(
      ScalingPolicy policy,
      Workload workload,
      Sight<List<PodSnapshot>> pods,
      List<MetricSpec> specs,
      List<Measurement> measurements,
      Instant now) {
    if (specs.size() != measurements.size()) {
      throw new IllegalArgumentException(
          measurements.size() + " measurements for " + specs.size() + " metrics");
    }
    MetricGathering gathering =
        new MetricGathering(policy.readiness(), workload.specReplicas(), pods, now);
    List<KubernetesMetric> metrics = new ArrayList<>();
    List<Failure> failures = new ArrayList<>();
    for (int i = 0; i < specs.size(); i++) {
      try {
        metrics.add(gathering.gather(specs.get(i), measurements.get(i)));
      } catch (UnavailableMetric unavailable) {
        failures.add(
            new Failure(
                specs.get(i),
                unavailable.code(),
                specs.get(i).label() + " is unavailable: " + unavailable.sentence()));
      }
    }
    return new KubernetesMetrics(metrics, failures);
  }
}
