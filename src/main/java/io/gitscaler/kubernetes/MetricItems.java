package io.gitscaler.kubernetes;

import io.gitscaler.policy.Quantity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Spellings that the items of the metrics APIs share. */
final class MetricItems {
  private static final Pattern PART =
      Pattern.compile("(\\d{1,9}(?:\\.\\d{0,9})?)(h|ms|m|us|µs|ns|s)");
  private static final Map<String, BigDecimal> NANOS =
      Map.of(
          "h", BigDecimal.valueOf(3_600_000_000_000L),
          "m", BigDecimal.valueOf(60_000_000_000L),
          "s", BigDecimal.valueOf(1_000_000_000L),
          "ms", BigDecimal.valueOf(1_000_000L),
          "us", BigDecimal.valueOf(1_000L),
          "µs", BigDecimal.valueOf(1_000L),
          "ns", BigDecimal.ONE);

  private MetricItems() {}

  /** Thousandths; empty for what is no number within 64 bits. */
  static Optional<Long> milli(String quantity) {
    return Quantity.parse(quantity).flatMap(Quantity::milli);
  }

  /** A time of the API; the beginning of time where there is none, which no window reaches back to. */
  static Instant timestamp(String text) {
    try {
      return ApiTime.parse(text);
    } catch (DateTimeException e) {
      return Instant.EPOCH;
    }
  }

  /** Whether this may be the time that a value was measured over; more than a year, or less than nothing, is a mistake. */
  static boolean isWindow(double seconds) {
    return seconds >= 0 && seconds <= Duration.ofDays(366).toSeconds();
  }

  /** A duration as Go writes it, such as {@code 15.163s} or {@code 1m0s}; zero where there is none. */
  static Duration window(String text) {
    Matcher parts = PART.matcher(text);
    BigDecimal nanos = BigDecimal.ZERO;
    while (parts.find()) {
      nanos = nanos.add(new BigDecimal(parts.group(1)).multiply(NANOS.get(parts.group(2))));
    }
    return Duration.ofNanos(nanos.setScale(0, RoundingMode.DOWN).longValue());
  }
}
