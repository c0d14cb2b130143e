package io.gitscaler.decision;

import io.gitscaler.policy.ReplicaBounds;
import io.gitscaler.policy.ScalingBehavior;
import io.gitscaler.policy.ScalingBehavior.Rate;
import io.gitscaler.policy.ScalingBehavior.RateType;
import io.gitscaler.policy.ScalingBehavior.Rules;
import io.gitscaler.policy.ScalingBehavior.SelectPolicy;
import java.util.stream.Collectors;

/** How far one step may go, as a finding. */
final class StepLimit {
  private StepLimit() {}

  /**
   * Without {@code behavior}, with metrics: at most twice the current count, and 4 are always allowed.
   *
   * @param wanted the count after stabilization
   */
  static Finding doubling(int wanted, int current, ReplicaBounds bounds) {
    int limit = (int) Math.min(Integer.MAX_VALUE, Math.max(2L * current, 4));
    return upTo(limit, wanted, bounds, "at most " + limit + " at once from " + current);
  }

  /** With {@code behavior}, where the count is to change. */
  static Finding rate(int wanted, ScalingBehavior behavior, RateLimit rates, ReplicaBounds bounds) {
    if (wanted > rates.current()) {
      int limit = rates.highest(behavior.scaleUp());
      return upTo(limit, wanted, bounds, sentence("scaleUp", behavior.scaleUp(), limit));
    }
    int limit = rates.lowest(behavior.scaleDown());
    // A limit at or below minReplicas is none: then the bounds have the word.
    return limit > bounds.min() && wanted < limit
        ? new Finding(
            ReasonCode.ScaleDownLimit,
            wanted,
            limit,
            sentence("scaleDown", behavior.scaleDown(), limit))
        : within(wanted, limit);
  }

  /** A limit at or above maxReplicas is none: then the bounds have the word. */
  private static Finding upTo(int limit, int wanted, ReplicaBounds bounds, String sentence) {
    return limit < bounds.max() && wanted > limit
        ? new Finding(ReasonCode.ScaleUpLimit, wanted, limit, sentence)
        : within(wanted, limit);
  }

  private static Finding within(int wanted, int limit) {
    return new Finding(
        ReasonCode.DesiredWithinRange, wanted, wanted, "one step may go to " + limit);
  }

  private static String sentence(String direction, Rules rules, int limit) {
    if (rules.selectPolicy() == SelectPolicy.DISABLED) {
      return direction + " is disabled";
    }
    String joint = rules.selectPolicy() == SelectPolicy.MIN ? " and " : " or ";
    return direction
        + " allows "
        + limit
        + " for now: "
        + rules.policies().stream().map(StepLimit::text).collect(Collectors.joining(joint));
  }

  private static String text(Rate rate) {
    String unit = rate.type() == RateType.PERCENT ? "%" : rate.value() == 1 ? " pod" : " pods";
    return rate.value() + unit + " in " + Windows.text(rate.period());
  }
}
