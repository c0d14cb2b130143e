package io.gitscaler.decision;

import io.gitscaler.history.ScalingHistory;
import io.gitscaler.policy.MetricSpec;
import io.gitscaler.policy.ScalingMethod;
import io.gitscaler.policy.ScalingPolicy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a target at zero means: switched off by somebody, or put there by gitscaler and to be brought back by load. The rules
 * are those of the HorizontalPodAutoscaler of Kubernetes 1.36 with HPAScaleToZero and, with programs, those of the Custom Pod
 * Autoscaler.
 *
 * @see <a href="https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#implicit-maintenance-mode-deactivation">implicit
 *     maintenance mode</a>
 */
final class ZeroRules {
  private ZeroRules() {}

  /** Null where the target is to be measured, so that load can bring it back. */
  static @Nullable ScalingDecision decide(
      ScalingPolicy policy, ScalingHistory history, List<Finding> findings) {
    int min = policy.bounds().min();
    boolean ours = history.scaledToZero();
    boolean measurable = measurableAtZero(policy);
    if (measurable && (ours || policy.method() instanceof ScalingMethod.ByPrograms)) {
      return null;
    }
    if (min > 0 && ours) {
      String sentence = "the target was put to zero by gitscaler and minReplicas is now " + min;
      return Standing.clamped(findings, new Finding(ReasonCode.CurrentBelowMin, 0, min, sentence));
    }
    return Standing.clamped(
        findings, new Finding(ReasonCode.ScalingDisabled, 0, 0, disabled(min, ours)));
  }

  /** Whether load can be measured, and acted on, while no pod runs. */
  static boolean measurableAtZero(ScalingPolicy policy) {
    return switch (policy.method()) {
      case ScalingMethod.ByMetrics byMetrics ->
          byMetrics.metrics().stream().anyMatch(MetricSpec::needsNoPods);
      case ScalingMethod.ByPrograms byPrograms -> policy.bounds().min() == 0;
    };
  }

  private static String disabled(int min, boolean ours) {
    if (min > 0) {
      return "the target is at zero and minReplicas is " + min + ", so it counts as switched off";
    }
    return ours
        ? "the target is at zero and no metric of the policy can be read without pods"
        : "the target was set to zero by somebody else, so it counts as switched off";
  }
}
