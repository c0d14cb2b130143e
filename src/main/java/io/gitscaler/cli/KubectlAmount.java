package io.gitscaler.cli;

import io.gitscaler.policy.MetricTarget;
import io.gitscaler.policy.Quantity;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How much of a resource {@code kubectl autoscale} is to hold: {@code 60%} of what is requested, or a quantity such as {@code 500m}. */
enum KubectlAmount {
  CPU("m"),
  MEMORY("Mi");

  private static final Pattern PERCENT = Pattern.compile("(\\d{1,9})%");
  private static final Pattern NUMBER = Pattern.compile("\\d+(\\.\\d+)?");

  private final String unit;

  /**
   * A resource.
   *
   * @param unit what kubectl takes a bare number for
   */
  KubectlAmount(String unit) {
    this.unit = unit;
  }

  /** What the text means; empty where it is neither, or nothing that could be held. */
  Optional<MetricTarget> read(String text) {
    Matcher percent = PERCENT.matcher(text);
    if (percent.matches()) {
      int share = Integer.parseInt(percent.group(1));
      return share == 0 ? Optional.empty() : Optional.of(new MetricTarget.Utilization(share));
    }
    return Quantity.parse(NUMBER.matcher(text).matches() ? text + unit : text)
        .filter(quantity -> quantity.amount().signum() > 0)
        .map(MetricTarget.AverageValue::new);
  }
}
