package io.gitscaler.policy;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * HorizontalPodAutoscalerBehavior of autoscaling/v2 with every default filled in.
 *
 * @see <a href="https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/">the HPA's documentation</a>
 */
public record ScalingBehavior(Rules scaleUp, Rules scaleDown) {
  /**
   * The rules of one direction.
   *
   * @param stabilizationWindow 0 to 1 hour
   * @param policies at least one
   * @param tolerance replaces the policy's tolerance in this direction; null keeps it
   */
  public record Rules(
      Duration stabilizationWindow,
      SelectPolicy selectPolicy,
      List<Rate> policies,
      @Nullable Double tolerance) {
    public Rules {
      policies = List.copyOf(policies);
    }

    /** The longest period that a rate looks back. */
    public Duration longestPeriod() {
      return policies.stream().map(Rate::period).max(Duration::compareTo).orElse(Duration.ZERO);
    }
  }

  /** Which of several rates counts. */
  public enum SelectPolicy {
    MAX,
    MIN,
    DISABLED
  }

  /** What a rate's value counts. */
  public enum RateType {
    PODS,
    PERCENT
  }

  /**
   * A velocity: at most {@code value} pods or percent within {@code period}.
   *
   * @param value above 0
   * @param period 1 second to 30 minutes
   */
  public record Rate(RateType type, int value, Duration period) {}
}
