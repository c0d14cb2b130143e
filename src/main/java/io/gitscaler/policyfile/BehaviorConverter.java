package io.gitscaler.policyfile;

import io.gitscaler.policy.Quantity;
import io.gitscaler.policy.ScalingBehavior;
import io.gitscaler.policy.ScalingBehavior.Rate;
import io.gitscaler.policy.ScalingBehavior.RateType;
import io.gitscaler.policy.ScalingBehavior.Rules;
import io.gitscaler.policy.ScalingBehavior.SelectPolicy;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Fills in the defaults of autoscaling/v2. Values that could not be read are left out; the document has problems then. */
final class BehaviorConverter {
  private static final Rate ALL_IN_15_SECONDS =
      new Rate(RateType.PERCENT, 100, Duration.ofSeconds(15));
  private static final List<Rate> SCALE_UP =
      List.of(new Rate(RateType.PODS, 4, Duration.ofSeconds(15)), ALL_IN_15_SECONDS);
  private static final List<Rate> SCALE_DOWN = List.of(ALL_IN_15_SECONDS);

  private BehaviorConverter() {}

  static ScalingBehavior convert(BehaviorDocument document, Duration downscaleStabilization) {
    return new ScalingBehavior(
        rules(document.scaleUp(), Duration.ZERO, SCALE_UP),
        rules(document.scaleDown(), downscaleStabilization, SCALE_DOWN));
  }

  private static Rules rules(
      BehaviorDocument.@Nullable Rules document, Duration window, List<Rate> rates) {
    if (document == null) {
      return new Rules(window, SelectPolicy.MAX, rates, null);
    }
    Integer seconds = document.stabilizationWindowSeconds();
    Quantity tolerance = document.tolerance();
    return new Rules(
        seconds == null ? window : Duration.ofSeconds(seconds),
        document.selectPolicy(),
        document.policies().isEmpty() ? rates : rates(document.policies()),
        tolerance == null ? null : fraction(tolerance));
  }

  private static List<Rate> rates(List<BehaviorDocument.Rate> documents) {
    return documents.stream()
        .<Rate>mapMulti(
            (document, rates) -> {
              RateType type = document.type();
              Integer value = document.value();
              Integer seconds = document.periodSeconds();
              if (type != null && value != null && seconds != null) {
                rates.accept(new Rate(type, value, Duration.ofSeconds(seconds)));
              }
            })
        .toList();
  }

  /**
   * The number that the HPA controller takes a quantity for: the whole number before the suffix of its canonical text, times that
   * suffix' power of ten. That is not always the nearest double: {@code 410m} is 410 * 0.001 = 0.41000000000000003.
   */
  static double fraction(Quantity quantity) {
    BigDecimal nano = quantity.amount().setScale(9, RoundingMode.UP).stripTrailingZeros();
    if (nano.scale() <= 0) {
      return nano.doubleValue();
    } else if (nano.scale() <= 3) {
      return nano.movePointRight(3).doubleValue() * 0.001;
    } else if (nano.scale() <= 6) {
      return nano.movePointRight(6).doubleValue() * 0.000001;
    }
    return nano.movePointRight(9).doubleValue() * 0.000000001;
  }
}
