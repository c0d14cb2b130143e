package io.gitscaler.policy;

import java.util.List;

/** Who measures and who decides. */
public sealed interface ScalingMethod {
  /**
   * Measured and decided by gitscaler, as the HorizontalPodAutoscaler does.
   *
   * @param metrics at least one
   * @param tolerance fraction by which a ratio may leave 1 before it counts; 0 or more, default 0.1; {@code behavior} may
   *     replace it for each direction
   */
  record ByMetrics(List<MetricSpec> metrics, double tolerance) implements ScalingMethod {
    public ByMetrics {
      metrics = List.copyOf(metrics);
    }
  }

  /**
   * Measured and decided by the team's programs, as the Custom Pod Autoscaler does.
   *
   * @param kubernetesMetrics gathered and passed to the metric program; may be empty
   * @param requireKubernetesMetrics whether the metric program must not run when one of them is unavailable
   */
  record ByPrograms(
      RunMode runMode,
      Program metric,
      Program evaluate,
      List<MetricSpec> kubernetesMetrics,
      boolean requireKubernetesMetrics)
      implements ScalingMethod {
    public ByPrograms {
      kubernetesMetrics = List.copyOf(kubernetesMetrics);
    }
  }
}
