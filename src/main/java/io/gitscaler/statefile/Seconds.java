package io.gitscaler.statefile;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Spans and instants as exact decimal seconds, the latter since 1970: {@code 300}, {@code 0.25}. */
final class Seconds {
  private static final BigDecimal NANOS = BigDecimal.valueOf(1_000_000_000);

  private Seconds() {}

  static BigDecimal of(Duration span) {
    return decimal(span.getSeconds(), span.getNano());
  }

  static BigDecimal of(Instant instant) {
    return decimal(instant.getEpochSecond(), instant.getNano());
  }

  /** Throws IllegalArgumentException for what is too large or too fine to be a time; such a number could fill the memory. */
  static Duration span(BigDecimal seconds) {
    if (seconds.scale() > 9 || (long) seconds.precision() - seconds.scale() > 12) {
      throw new IllegalArgumentException("a number of seconds is no time");
    }
    BigDecimal whole = seconds.setScale(0, RoundingMode.FLOOR);
    return Duration.ofSeconds(
        whole.longValueExact(), seconds.subtract(whole).multiply(NANOS).longValueExact());
  }

  static Instant instant(BigDecimal seconds) {
    return Instant.EPOCH.plus(span(seconds));
  }

  static @Nullable BigDecimal orNull(@Nullable Instant instant) {
    return instant == null ? null : of(instant);
  }

  static @Nullable Instant instantOrNull(@Nullable BigDecimal seconds) {
    return seconds == null ? null : instant(seconds);
  }

  private static BigDecimal decimal(long seconds, int nanos) {
    BigDecimal exact = BigDecimal.valueOf(seconds).add(BigDecimal.valueOf(nanos, 9));
    BigDecimal shortest = exact.stripTrailingZeros();
    return shortest.scale() < 0 ? shortest.setScale(0) : shortest;
  }
}
