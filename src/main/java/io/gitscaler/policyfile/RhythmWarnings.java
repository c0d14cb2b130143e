package io.gitscaler.policyfile;

import io.gitscaler.policy.ScalingBehavior.RateType;
import io.gitscaler.policy.ScalingBehavior.SelectPolicy;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Warns of windows and periods that are over before the policy is looked at again. */
final class RhythmWarnings {
  private static final int DEFAULT_PERIOD = 15;
  private static final String MORE_OFTEN =
      "evaluate more often and tell lint so with --passes and --interval";

  private final Duration gap;
  private boolean toldOfDefaults;

  /**
   * For policies that are looked at in this rhythm.
   *
   * @param gap the longest time between two evaluations
   */
  RhythmWarnings(Duration gap) {
    this.gap = gap;
  }

  void look(DocumentReading document, Warnings warnings) {
    PolicyDocument.Spec spec = document.document().spec();
    if (spec == null) {
      return;
    }
    BehaviorDocument behavior = spec.behavior();
    BehaviorDocument.Rules up = behavior == null ? null : behavior.scaleUp();
    BehaviorDocument.Rules down = behavior == null ? null : behavior.scaleDown();
    Duration stabilization = spec.downscaleStabilization();
    boolean replaced = down != null && down.stabilizationWindowSeconds() != null;
    if (stabilization != null && !replaced && isTooShort(stabilization)) {
      warnings.add(spec, "downscaleStabilization", tooShort(stabilization));
    }
    direction(up, false, warnings);
    direction(down, true, warnings);
    if (behavior != null) {
      defaults(spec, up, warnings);
    }
  }

  private void direction(BehaviorDocument.@Nullable Rules rules, boolean down, Warnings warnings) {
    if (rules == null || rules.selectPolicy() == SelectPolicy.DISABLED) {
      return;
    }
    Integer seconds = rules.stabilizationWindowSeconds();
    Duration window = Duration.ofSeconds(seconds == null ? 0 : seconds);
    if (isTooShort(window)) {
      warnings.add(rules, "stabilizationWindowSeconds", tooShort(window));
    }
    for (BehaviorDocument.Rate rate : rules.policies()) {
      rate(rate, down, warnings);
    }
  }

  private void rate(BehaviorDocument.Rate rate, boolean down, Warnings warnings) {
    Integer value = rate.value();
    Integer seconds = rate.periodSeconds();
    if (value == null || seconds == null) {
      return;
    }
    boolean percent = rate.type() == RateType.PERCENT;
    boolean allows = down && percent && value >= 100; // Everything may go at once.
    if (!allows && isTooShort(Duration.ofSeconds(seconds))) {
      warnings.add(
          rate,
          "periodSeconds",
          "%d seconds are shorter than the %s between two evaluations, so %d %s are the limit for all of that time, which is less than written. Write how much may change in %s, or %s."
              .formatted(
                  seconds,
                  words(gap),
                  value,
                  percent ? "percent" : "pods",
                  words(gap),
                  MORE_OFTEN));
    }
  }

  /** Once is enough: the defaults are the same everywhere. */
  private void defaults(
      PolicyDocument.Spec spec, BehaviorDocument.@Nullable Rules up, Warnings warnings) {
    boolean written =
        up != null && (!up.policies().isEmpty() || up.selectPolicy() == SelectPolicy.DISABLED);
    if (toldOfDefaults || written || !isTooShort(Duration.ofSeconds(DEFAULT_PERIOD))) {
      return;
    }
    toldOfDefaults = true;
    warnings.add(
        spec,
        "behavior",
        "The default rates for scaling out, 4 pods or 100 percent in 15 seconds, count for all of the %s between two evaluations, so the target grows more slowly than with a HorizontalPodAutoscaler. Write policies for scaleUp, or %s. This is said for the first such policy only."
            .formatted(words(gap), MORE_OFTEN));
  }

  private boolean isTooShort(Duration duration) {
    return duration.isPositive() && duration.compareTo(gap) < 0;
  }

  private String tooShort(Duration window) {
    return "The window of %s is shorter than the %s between two evaluations, so nothing of before is held against what is asked for after it. Raise it, or %s."
        .formatted(words(window), words(gap), MORE_OFTEN);
  }

  private static String words(Duration duration) {
    long seconds = duration.toSeconds();
    if (duration.toMillis() % 1000 != 0) {
      return duration.toMillis() + " ms";
    }
    return seconds % 60 == 0 ? seconds / 60 + " min" : seconds + " s";
  }
}
