package io.gitscaler.decision;

import java.util.List;

/** The sum of an External metric's series, in milli-units. */
final class Total {
  private Total() {}

  /** Adds in order and stops at the largest 64-bit number, as the reference does; too small a number is no reading. */
  static long of(List<Long> series) throws UnavailableMetric {
    long sum = 0;
    for (long value : series) {
      if (value > 0 && sum > Long.MAX_VALUE - value) {
        return Long.MAX_VALUE;
      }
      sum = Exact.add(sum, value);
    }
    return sum;
  }
}
