package io.gitscaler.decision;

import io.gitscaler.history.ScalingHistory.Change;
import io.gitscaler.policy.ScalingBehavior.Rate;
import io.gitscaler.policy.ScalingBehavior.RateType;
import io.gitscaler.policy.ScalingBehavior.Rules;
import io.gitscaler.policy.ScalingBehavior.SelectPolicy;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;

/**
 * How far the policies of {@code behavior} let the count go in one step.
 *
 * <p>Counts are 64 bits wide here: a rate too large for 32 bits is no limit. The reference wraps and blocks scaling.
 *
 * @param changes earlier scalings; those of both directions count for both
 * @see <a href="https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#scaling-policies">the HPA's
 *     scaling policies</a>
 */
record RateLimit(int current, List<Change> changes, Instant now) {
  /** The highest count that may be set now; never below the current one. */
  int highest(Rules rules) {
    if (rules.selectPolicy() == SelectPolicy.DISABLED) {
      return current;
    }
    LongStream counts = rules.policies().stream().mapToLong(this::grown);
    long limit =
        (rules.selectPolicy() == SelectPolicy.MIN ? counts.min() : counts.max()).orElse(current);
    return (int) Math.min(Integer.MAX_VALUE, Math.max(current, limit));
  }

  /** The lowest count that may be set now; never above the current one, nor below zero. */
  int lowest(Rules rules) {
    if (rules.selectPolicy() == SelectPolicy.DISABLED) {
      return current;
    }
    LongStream counts = rules.policies().stream().mapToLong(this::shrunk);
    long limit =
        (rules.selectPolicy() == SelectPolicy.MIN ? counts.max() : counts.min()).orElse(current);
    return (int) Math.max(0, Math.min(current, limit));
  }

  /** Up, so that a small count can grow at all. */
  private long grown(Rate rate) {
    long base = base(rate);
    return rate.type() == RateType.PODS
        ? base + rate.value()
        : (long) Math.ceil((double) base * (1 + (double) rate.value() / 100));
  }

  /** Truncated, so that a small count can shrink at all. */
  private long shrunk(Rate rate) {
    long base = base(rate);
    return rate.type() == RateType.PODS
        ? base - rate.value()
        : (long) ((double) base * (1 - (double) rate.value() / 100));
  }

  /** What the count was when the period began. */
  private long base(Rate rate) {
    Instant cutoff = now.minus(rate.period());
    return current
        - changes.stream()
            .filter(change -> change.at().isAfter(cutoff))
            .mapToLong(Change::by)
            .sum();
  }
}
