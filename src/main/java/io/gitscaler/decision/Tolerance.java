package io.gitscaler.decision;

import io.gitscaler.policy.ScalingBehavior;
import io.gitscaler.policy.ScalingMethod;
import org.jspecify.annotations.Nullable;

/**
 * The band of ratios around 1 that cause no change, both edges included.
 *
 * @param down fraction below 1
 * @param up fraction above 1
 */
record Tolerance(double down, double up) {
  static Tolerance of(ScalingMethod.ByMetrics method, @Nullable ScalingBehavior behavior) {
    Double down = behavior == null ? null : behavior.scaleDown().tolerance();
    Double up = behavior == null ? null : behavior.scaleUp().tolerance();
    return new Tolerance(
        down == null ? method.tolerance() : down, up == null ? method.tolerance() : up);
  }

  boolean holds(double ratio) {
    return 1.0 - down <= ratio && ratio <= 1.0 + up;
  }
}
