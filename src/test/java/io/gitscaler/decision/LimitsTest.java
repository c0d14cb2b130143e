package io.gitscaler.decision;

import static io.gitscaler.decision.Behaviors.growth;
import static io.gitscaler.decision.Behaviors.percent;
import static io.gitscaler.decision.Behaviors.pods;
import static io.gitscaler.decision.Behaviors.shrinking;
import static io.gitscaler.decision.Readings.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.gitscaler.policy.ScalingBehavior;
import io.gitscaler.policy.ScalingBehavior.SelectPolicy;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The size of one step, and the bounds. */
class LimitsTest {
  private static final ReasonCode ASKED = ReasonCode.ProgramRequested;

  @ParameterizedTest(name = "{0} -> {1} within {2}..{3}: {4} {5}")
  @CsvSource({
    "2, 5, 1, 4, 4, TooManyReplicas",
    "3, 10, 1, 20, 6, ScaleUpLimit",
    "1, 10, 1, 20, 4, ScaleUpLimit",
    "2, 4, 1, 20, 4, ProgramRequested",
    "2, 5, 1, 20, 4, ScaleUpLimit",
    "5, 10, 1, 10, 10, ProgramRequested",
    "5, 11, 1, 10, 10, TooManyReplicas",
    "5, 11, 1, 11, 10, ScaleUpLimit",
    "5, 1, 2, 10, 2, TooFewReplicas",
    "5, 2, 2, 10, 2, ProgramRequested",
    "5, 5, 2, 10, 5, ProgramRequested",
    "5, 0, 0, 10, 0, ProgramRequested",
    "0, 9, 6, 20, 6, TooFewReplicas",
    "0, 1, 6, 20, 6, TooFewReplicas",
    "0, 9, 0, 20, 4, ScaleUpLimit",
    "1500000000, 2147483647, 1, 2147483647, 2147483647, ProgramRequested"
  })
  void metricsWithoutBehaviorAtMostDouble(
      int from, int wanted, int min, int max, int to, ReasonCode reason) {
    Scene scene = Scene.of(Readings.cpu(50)).window(0).bounds(min, max).replicas(from);
    ScalingDecision decision = scene.history(Histories.recent().build()).limit(NOW, wanted);
    assertThat(decision.to()).isEqualTo(to);
    assertThat(decision.reason()).isEqualTo(reason);
    assertThat(decision.recommended()).isEqualTo(wanted);
  }

  @ParameterizedTest(name = "{0} -> {1}: {2} {3}")
  @CsvSource({
    "1, 19, 19, ProgramRequested",
    "1, 30, 20, TooManyReplicas",
    "9, 0, 2, TooFewReplicas"
  })
  void programsAreOnlyBounded(int from, int wanted, int to, ReasonCode reason) {
    Scene scene = Scene.byPrograms().bounds(2, 20).replicas(from);
    ScalingDecision decision = scene.history(Histories.recent().build()).limit(NOW, wanted);
    assertThat(decision.to()).isEqualTo(to);
    assertThat(decision.reason()).isEqualTo(reason);
  }

  static List<Arguments> rates() {
    int most = Integer.MAX_VALUE;
    SelectPolicy largest = SelectPolicy.MAX;
    SelectPolicy smallest = SelectPolicy.MIN;
    Histories none = Histories.recent();
    Histories mixed = Histories.recent().changed(3, 30).changed(-1, 20);
    Histories shrunk = Histories.recent().changed(-5, 10);
    Histories restless = Histories.recent().changed(-5, 40).changed(3, 20).changed(-5, 10);
    ScalingBehavior four = growth(largest, pods(4, 60));
    ScalingBehavior off = growth(SelectPolicy.DISABLED, pods(4, 60));
    return List.of(
        row(
            "both kinds of changes count",
            growth(largest, pods(4, 60), percent(50, 60)),
            mixed,
            10,
            20,
            12,
            ReasonCode.ScaleUpLimit),
        row(
            "a change of 59s counts",
            four,
            Histories.recent().changed(4, 59),
            10,
            20,
            10,
            ReasonCode.ScaleUpLimit),
        row(
            "a change of 60s is over",
            four,
            Histories.recent().changed(4, 60),
            10,
            20,
            14,
            ReasonCode.ScaleUpLimit),
        row(
            "the limit is never below the current count",
            four,
            Histories.recent().changed(6, 10),
            10,
            20,
            10,
            ReasonCode.ScaleUpLimit),
        row("exactly the limit", four, none, 10, 14, 14, ASKED),
        row("one above the limit", four, none, 10, 15, 14, ReasonCode.ScaleUpLimit),
        row(
            "the smaller of two",
            growth(smallest, pods(4, 60), percent(100, 60)),
            none,
            10,
            30,
            14,
            ReasonCode.ScaleUpLimit),
        row(
            "the larger of two",
            growth(largest, pods(4, 60), percent(100, 60)),
            none,
            10,
            30,
            20,
            ReasonCode.ScaleUpLimit),
        row(
            "10% of 100 are rounded up",
            growth(largest, percent(10, 60)), none, 100, 200, 111, ReasonCode.ScaleUpLimit),
        row(
            "10% of 50 are rounded up",
            growth(largest, percent(10, 60)), none, 50, 200, 56, ReasonCode.ScaleUpLimit),
        row(
            "10% of 10 are rounded up",
            growth(largest, percent(10, 60)), none, 10, 200, 11, ReasonCode.ScaleUpLimit),
        row("growth is disabled", off, none, 10, 20, 10, ReasonCode.ScaleUpLimit),
        row(
            "percent from nothing is nothing",
            growth(largest, percent(100, 15)),
            none,
            0,
            9,
            0,
            ReasonCode.ScaleUpLimit),
        row(
            "pods from nothing",
            growth(largest, pods(4, 15)),
            none,
            0,
            9,
            4,
            ReasonCode.ScaleUpLimit),
        row(
            "a rate beyond 32 bits is no limit",
            growth(largest, pods(most, 60)),
            none,
            10,
            900,
            900,
            ASKED),
        row(
            "a percentage beyond 32 bits is no limit",
            growth(largest, percent(most, 60)),
            none,
            200,
            900,
            900,
            ASKED),
        row(
            "shrinking, the most",
            shrinking(largest, pods(4, 60), percent(10, 60)),
            none,
            50,
            1,
            45,
            ReasonCode.ScaleDownLimit),
        row(
            "shrinking, the least",
            shrinking(smallest, pods(4, 60), percent(10, 60)),
            none,
            50,
            1,
            46,
            ReasonCode.ScaleDownLimit),
        row(
            "has shrunk, the most",
            shrinking(largest, pods(4, 60), percent(10, 60)),
            shrunk,
            45,
            1,
            45,
            ReasonCode.ScaleDownLimit),
        row(
            "has shrunk, the least",
            shrinking(smallest, pods(4, 60), percent(10, 60)),
            shrunk,
            45,
            1,
            45,
            ReasonCode.ScaleDownLimit),
        row(
            "restless, nothing is removed",
            shrinking(largest, pods(4, 60), percent(10, 60)),
            restless,
            40,
            1,
            40,
            ReasonCode.ScaleDownLimit),
        row(
            "90% of 10 is truncated",
            shrinking(largest, percent(90, 60)), none, 10, 0, 1, ReasonCode.TooFewReplicas),
        row(
            "80% of 50 leave 9",
            shrinking(largest, percent(80, 60)), none, 50, 1, 9, ReasonCode.ScaleDownLimit),
        row(
            "30% of 90 leave 62",
            shrinking(largest, percent(30, 60)), none, 90, 1, 62, ReasonCode.ScaleDownLimit),
        row(
            "shrinking by more than there are",
            shrinking(largest, pods(most, 60)),
            none,
            90,
            1,
            1,
            ASKED),
        row(
            "shrinking is disabled",
            shrinking(SelectPolicy.DISABLED, pods(4, 60)),
            none,
            10,
            2,
            10,
            ReasonCode.ScaleDownLimit),
        row("a disabled direction does not matter for the other", off, none, 10, 9, 9, ASKED),
        row("removed pods may come back", four, shrunk, 10, 40, 19, ReasonCode.ScaleUpLimit));
  }

  private static Arguments row(
      String name,
      ScalingBehavior behavior,
      Histories history,
      int from,
      int wanted,
      int to,
      ReasonCode reason) {
    return Arguments.of(name, behavior, history, from, wanted, to, reason);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rates")
  void behaviorLimitsTheRate(
      String name,
      ScalingBehavior behavior,
      Histories history,
      int from,
      int wanted,
      int to,
      ReasonCode reason) {
    Scene scene =
        Scene.of(Readings.cpu(50))
            .bounds(from == 0 ? 0 : 1, 1000)
            .behavior(behavior)
            .replicas(from)
            .history(history.build());
    ScalingDecision decision = scene.limit(NOW, wanted);
    assertThat(decision.to()).isEqualTo(to);
    assertThat(decision.reason()).isEqualTo(reason);
  }

  @Test
  void aRateThatReachesTheBoundIsNoLimit() {
    Scene scene = Scene.of(Readings.cpu(50)).replicas(10).history(Histories.recent().build());
    scene.bounds(1, 12).behavior(growth(SelectPolicy.MAX, pods(2, 60)));
    assertThat(scene.limit(NOW, 20).reason()).isEqualTo(ReasonCode.TooManyReplicas);
    scene.bounds(8, 12).behavior(shrinking(SelectPolicy.MAX, pods(2, 60)));
    assertThat(scene.limit(NOW, 1).reason()).isEqualTo(ReasonCode.TooFewReplicas);
  }

  @Test
  void everyLimitThatWasLookedAtLeavesAFinding() {
    Scene scene = Scene.of(Readings.cpu(50)).bounds(1, 20).replicas(4);
    scene.history(Histories.recent().asked(12, 60).build());
    ScalingDecision decision = scene.limit(NOW, 3);
    assertThat(decision.findings())
        .containsExactly(
            new Finding(
                ReasonCode.ScaleDownStabilized, 3, 12, "12 were asked for within the last 5m"),
            new Finding(ReasonCode.ScaleUpLimit, 12, 8, "at most 8 at once from 4"),
            new Finding(ReasonCode.DesiredWithinRange, 8, 8, "8 is within 1 to 20"));
    assertThat(decision.sentence())
        .isEqualTo(
            "the evaluate program asked for 3; 12 were asked for within the last 5m; at most 8 at once from 4");
  }

  @Test
  void saysWhichRatesSpoke() {
    Scene scene = Scene.of(Readings.cpu(50)).replicas(10).bounds(1, 100);
    scene
        .behavior(growth(SelectPolicy.MIN, pods(1, 90), percent(50, 60)))
        .history(Histories.recent().build());
    assertThat(scene.limit(NOW, 50).findings().get(1).sentence())
        .isEqualTo("scaleUp allows 11 for now: 1 pod in 90s and 50% in 1m");
  }

  @Test
  void aLimitThatLedBackToWhatWasAskedForExplainsNothing() {
    Scene scene = Scene.of(Readings.cpu(50)).bounds(1, 5).replicas(5);
    scene.history(Histories.recent().asked(9, 60).build());
    ScalingDecision decision = scene.limit(NOW, 5);
    assertThat(decision.to()).isEqualTo(5);
    assertThat(decision.reason()).isEqualTo(ReasonCode.ProgramRequested);
    assertThat(decision.sentence()).isEqualTo("the evaluate program asked for 5");
  }

  @Test
  void holdsWithoutARecommendation() {
    Scene scene = Scene.of(Readings.cpu(50), Readings.external(Readings.value(10_000)));
    scene.replicas(3).pods(Readings.pods(3, 1000)).history(Histories.recent().build());
    ScalingDecision decision =
        scene.limit(NOW, scene.evaluate(NOW, Readings.unreadable(), Readings.series(5000)));
    assertThat(decision.to()).isEqualTo(3);
    assertThat(decision.recommended()).isNull();
    assertThat(decision.reason()).isEqualTo(ReasonCode.FailedGetResourceMetric);
    assertThat(decision.findings())
        .containsExactly(
            new Finding(
                ReasonCode.HeldByUnavailableMetric,
                2,
                3,
                "not below 3 while a metric is unavailable"));
  }
}
