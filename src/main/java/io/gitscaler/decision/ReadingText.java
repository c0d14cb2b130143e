package io.gitscaler.decision;

import io.gitscaler.policy.MetricSpec;
import io.gitscaler.policy.Quantity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/** Spells a reading for people. */
final class ReadingText {
  private static final List<String> UNITS = List.of("", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei");

  private ReadingText() {}

  /** In thousandths or whole units; memory in binary units with one decimal: {@code 512Mi}, {@code 1.5Gi}. */
  static String of(MetricSpec spec, long milli) {
    boolean memory =
        switch (spec) {
          case MetricSpec.Resource resource -> resource.name().equals("memory");
          case MetricSpec.ContainerResource resource -> resource.name().equals("memory");
          default -> false;
        };
    return memory ? bytes(milli) : Quantity.ofMilli(milli).text();
  }

  private static String bytes(long milli) {
    BigDecimal amount = BigDecimal.valueOf(milli, 3);
    BigDecimal step = BigDecimal.valueOf(1024);
    int unit = 0;
    while (unit < UNITS.size() - 1 && amount.compareTo(step) >= 0) {
      amount = amount.divide(step, 3, RoundingMode.HALF_UP);
      unit++;
    }
    BigDecimal shown = amount.setScale(1, RoundingMode.HALF_UP).stripTrailingZeros();
    return shown.toPlainString() + UNITS.get(unit);
  }
}
