package io.gitscaler.decision;

import io.gitscaler.policy.Quantity;

/**
 * Integer arithmetic on readings that ends in {@link ReasonCode#InvalidMetric} where 64 or 32 bits do not suffice. The
 * reference wraps there, or converts to the most negative number, and would act on the artefact.
 */
final class Exact {
  private static final String BEYOND =
      " is beyond 64 bits in thousandths, so it cannot be acted on";

  private Exact() {}

  static long add(long left, long right) throws UnavailableMetric {
    long sum = left + right;
    if (((left ^ sum) & (right ^ sum)) < 0) {
      throw new UnavailableMetric(ReasonCode.InvalidMetric, "the sum" + BEYOND);
    }
    return sum;
  }

  static long multiply(long left, int right) throws UnavailableMetric {
    long high = Math.multiplyHigh(left, right);
    long low = left * right;
    if (high != low >> 63) {
      throw new UnavailableMetric(ReasonCode.InvalidMetric, left + " times " + right + BEYOND);
    }
    return low;
  }

  static long milli(Quantity quantity, String what) throws UnavailableMetric {
    return quantity
        .milli()
        .orElseThrow(
            () ->
                new UnavailableMetric(
                    ReasonCode.InvalidMetric, what + ", " + quantity + "," + BEYOND));
  }

  static int narrow(long value, String what) throws UnavailableMetric {
    if (value != (int) value) {
      throw new UnavailableMetric(
          ReasonCode.InvalidMetric,
          what + " would be " + value + ", which is too large to be acted on");
    }
    return (int) value;
  }

  /** The count that a product or quotient asks for: rounded up. */
  static int replicas(double wanted) throws UnavailableMetric {
    double count = Math.ceil(wanted);
    // False for NaN, too.
    if (!(count >= Integer.MIN_VALUE && count <= Integer.MAX_VALUE)) {
      throw new UnavailableMetric(
          ReasonCode.InvalidMetric,
          "it would ask for " + wanted + " replicas, which is no count that can be acted on");
    }
    return (int) count;
  }
}
