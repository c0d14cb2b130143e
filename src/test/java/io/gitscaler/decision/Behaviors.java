package io.gitscaler.decision;

import io.gitscaler.policy.ScalingBehavior;
import io.gitscaler.policy.ScalingBehavior.Rate;
import io.gitscaler.policy.ScalingBehavior.RateType;
import io.gitscaler.policy.ScalingBehavior.Rules;
import io.gitscaler.policy.ScalingBehavior.SelectPolicy;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds behaviors for tests. */
final class Behaviors {
  private static final List<Rate> GROWTH = List.of(pods(4, 15), percent(100, 15));
  private static final List<Rate> SHRINKING = List.of(percent(100, 15));

  private Behaviors() {}

  /** What {@code behavior: {}} means. */
  static ScalingBehavior defaults() {
    return of(up(0, SelectPolicy.MAX, GROWTH), down(300, SelectPolicy.MAX, SHRINKING));
  }

  static ScalingBehavior withTolerances(@Nullable Double down, @Nullable Double up) {
    return of(
        new Rules(Duration.ZERO, SelectPolicy.MAX, GROWTH, up),
        new Rules(Duration.ofMinutes(5), SelectPolicy.MAX, SHRINKING, down));
  }

  static ScalingBehavior windows(int up, int down) {
    return of(up(up, SelectPolicy.MAX, GROWTH), down(down, SelectPolicy.MAX, SHRINKING));
  }

  static ScalingBehavior growth(SelectPolicy select, Rate... rates) {
    return of(up(0, select, List.of(rates)), down(0, SelectPolicy.MAX, SHRINKING));
  }

  static ScalingBehavior shrinking(SelectPolicy select, Rate... rates) {
    return of(up(0, SelectPolicy.MAX, GROWTH), down(0, select, List.of(rates)));
  }

  static ScalingBehavior of(Rules up, Rules down) {
    return new ScalingBehavior(up, down);
  }

  static Rules up(int window, SelectPolicy select, List<Rate> rates) {
    return new Rules(Duration.ofSeconds(window), select, rates, null);
  }

  static Rules down(int window, SelectPolicy select, List<Rate> rates) {
    return new Rules(Duration.ofSeconds(window), select, rates, null);
  }

  static Rate pods(int value, int seconds) {
    return new Rate(RateType.PODS, value, Duration.ofSeconds(seconds));
  }

  static Rate percent(int value, int seconds) {
    return new Rate(RateType.PERCENT, value, Duration.ofSeconds(seconds));
  }
}
