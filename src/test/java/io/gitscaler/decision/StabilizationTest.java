package io.gitscaler.decision;

import static io.gitscaler.decision.Readings.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.gitscaler.history.ScalingHistory.FailureStreak;
import io.gitscaler.metric.Measurement;
import io.gitscaler.policy.Pause;
import io.gitscaler.policy.ScalingBehavior;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What was asked for in the last minutes, with and without {@code behavior}. */
class StabilizationTest {
  private static final int WIDE = 100;
  private static final Measurement UNAVAILABLE =
      new Measurement.Unavailable(Measurement.Why.READ_FAILED, "no answer");

  @ParameterizedTest(name = "10 asked for {0}s ago, 3 now: {1}")
  @CsvSource({
    "299, 10, ScaleDownStabilized",
    "300, 10, ScaleDownStabilized",
    "301, 3, MetricsBelowTarget"
  })
  void countsAnAgeThatEqualsTheWindowWithoutBehavior(int age, int expected, ReasonCode reason) {
    ScalingDecision decision =
        limit(
            Scene.of(Readings.cpu(50)).replicas(10),
            Histories.recent().asked(10, age).asked(3, 15),
            3);
    assertThat(decision.to()).isEqualTo(expected);
    assertThat(decision.reason()).isEqualTo(reason);
  }

  @ParameterizedTest(name = "10 asked for {0}s ago, 3 now: {1}")
  @CsvSource({"59, 10", "60, 3", "61, 3"})
  void doesNotCountAnAgeThatEqualsTheWindowWithBehavior(int age, int expected) {
    Scene scene = Scene.of(Readings.cpu(50)).replicas(10).behavior(Behaviors.windows(0, 60));
    assertThat(limit(scene, Histories.recent().asked(10, age).asked(3, 15), 3).to())
        .isEqualTo(expected);
  }

  @Test
  void takesTheLargestOfTheWindow() {
    Histories history = Histories.recent().asked(9, 400).asked(8, 350).asked(7, 100);
    ScalingDecision decision = limit(Scene.of(Readings.cpu(50)).replicas(9), history, 3);
    assertThat(decision.to()).isEqualTo(7);
    assertThat(decision.sentence())
        .isEqualTo("cpu 20% of 50%; 7 were asked for within the last 5m");
  }

  @ParameterizedTest(name = "from {0}, asked for {1}: {2} {3}")
  @CsvSource({
    "5, 9, 6, ScaleUpStabilized",
    "14, 9, 12, ScaleDownStabilized",
    "8, 3, 8, ScaleDownStabilized",
    "8, 8, 8, ProposalEqualsCurrent"
  })
  void staysAsNearToTheCurrentCountAsBothWindowsAsk(
      int current, int wanted, int expected, ReasonCode reason) {
    Histories history = Histories.recent().asked(4, 200).asked(12, 100).asked(6, 50);
    Scene scene =
        Scene.of(Readings.cpu(50)).replicas(current).behavior(Behaviors.windows(120, 300));
    ScalingDecision decision = limit(scene, history, wanted);
    assertThat(decision.to()).isEqualTo(expected);
    assertThat(decision.reason()).isEqualTo(reason);
  }

  @Test
  void aWindowOfZeroDisregardsAllHistory() {
    Histories history = Histories.recent().asked(10, 0).asked(9, 15);
    assertThat(limit(Scene.byPrograms().window(0).replicas(10), history, 3).to()).isEqualTo(3);
    Scene behavior = Scene.byPrograms().replicas(10).behavior(Behaviors.windows(0, 0));
    assertThat(limit(behavior, history, 3).to()).isEqualTo(3);
  }

  @Test
  void stabilizesProgramsByTheLargestOfTheirWindow() {
    Histories history = Histories.recent().asked(8, 60).asked(6, 30);
    ScalingDecision decision = limit(Scene.byPrograms().window(60).replicas(8), history, 2);
    assertThat(decision.to()).isEqualTo(8);
    assertThat(decision.reason()).isEqualTo(ReasonCode.ScaleDownStabilized);
  }

  /** Gaps against windows: up, down, seconds since the last pass and between the two before, whether windows start anew. */
  static List<Arguments> gaps() {
    return List.of(
        Arguments.of("within the window", 0, 300, 300, 60, false),
        Arguments.of("longer than the window", 0, 300, 301, 60, true),
        Arguments.of("longer than the shorter of two windows", 60, 300, 150, 15, true),
        Arguments.of("longer than neither window", 60, 300, 60, 15, false),
        Arguments.of("no window at all", 0, 0, 86_400, 60, false),
        Arguments.of("only growth has a window", 120, 0, 121, 60, true),
        Arguments.of("a window shorter than the rhythm", 0, 30, 60, 60, false),
        Arguments.of("the rhythm with some delay", 0, 30, 119, 60, false),
        Arguments.of("more than twice the rhythm", 0, 30, 121, 60, true));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("gaps")
  void startsAnewAfterAGapThatIsLongerThanAWindow(
      String name, int up, int down, int gap, int rhythm, boolean anew) {
    Scene scene = Scene.of(Readings.cpu(50)).replicas(10).behavior(Behaviors.windows(up, down));
    Histories history = Histories.recent().seen(gap).asked(3, gap).asked(3, gap + rhythm);
    ScalingDecision decision = limit(scene, history, 3);
    assertThat(codes(decision).contains(ReasonCode.WindowReseeded)).isEqualTo(anew);
    if (anew && down > 0) {
      assertThat(decision.to()).isEqualTo(10);
    } else {
      assertThat(decision.to()).isEqualTo(3);
    }
  }

  @Test
  void aNewPolicyHoldsForOneWindow() {
    Scene scene = Scene.of(Readings.cpu(50)).replicas(10);
    ScalingDecision first = scene.pass(NOW, 3);
    assertThat(first.to()).isEqualTo(10);
    assertThat(first.findings().getFirst().sentence())
        .isEqualTo("the policy is new, so stabilization starts anew with the current 10");
    for (int seconds = 15; seconds <= 300; seconds += 15) {
      assertThat(scene.pass(NOW.plusSeconds(seconds), 3).to()).isEqualTo(10);
    }
    assertThat(scene.pass(NOW.plusSeconds(315), 3).to()).isEqualTo(3);
  }

  @Test
  void aWindowShorterThanTheRhythmHoldsOnlyUntilTheRhythmIsKnown() {
    Scene scene = Scene.of(Readings.cpu(50)).window(30).replicas(10);
    assertThat(scene.pass(NOW, 3).to()).isEqualTo(10);
    assertThat(scene.pass(NOW.plusSeconds(60), 3).to()).isEqualTo(10);
    assertThat(scene.pass(NOW.plusSeconds(120), 3).to()).isEqualTo(3);
    scene.replicas(10);
    ScalingDecision afterAnOutage = scene.pass(NOW.plusSeconds(3600), 3);
    assertThat(afterAnOutage.to()).isEqualTo(10);
    assertThat(afterAnOutage.findings().getFirst().sentence())
        .isEqualTo(
            "nothing is known of the last 58m, so stabilization starts anew with the current 10");
  }

  /** The adapter of one metric is down for good; the other one asks for more, pass after pass. */
  @Test
  void aFailureThatDoesNotStopThePolicyDoesNotStartAWindowShorterThanTheRhythmAnewInEachPass() {
    Scene scene = Scene.of(Readings.cpu(50)).behavior(Behaviors.windows(30, 0)).replicas(2);
    Instant now = NOW;
    for (int pass = 0; pass < 2; pass++, now = now.plusSeconds(60)) {
      assertThat(failing(scene).pass(now, 4).to()).isEqualTo(2);
    }
    ScalingDecision known = failing(scene).pass(now, 4);
    assertThat(codes(known)).doesNotContain(ReasonCode.WindowReseeded);
    assertThat(known.to()).isEqualTo(4);
  }

  private static Scene failing(Scene scene) {
    return scene.history(
        scene.history().failing(new FailureStreak(NOW, 1, "FailedGetExternalMetric", "no answer")));
  }

  /** Seconds between passes, again and again; all of them longer than the window at least once in a round. */
  @ParameterizedTest(name = "a window of {0}s, passes after {1}s")
  @CsvSource({"30, '15,45'", "40, '15,15,45'", "30, '15,15,15,31'", "60, '10,10,10,10,10,70'"})
  void passesThatAreNotEvenlySpacedHoldOnlyUntilTheirRhythmIsKnown(int window, String rhythm) {
    int[] gaps = Arrays.stream(rhythm.split(",")).mapToInt(Integer::parseInt).toArray();
    Scene scene = Scene.of(Readings.cpu(50)).window(window).replicas(10);
    Instant now = NOW;
    for (int round = 0; round < 2; round++) {
      for (int gap : gaps) {
        scene.replicas(10).pass(now, 3);
        now = now.plusSeconds(gap);
      }
    }
    for (int round = 0; round < 3; round++) {
      for (int gap : gaps) {
        ScalingDecision decision = scene.replicas(10).pass(now, 3);
        assertThat(codes(decision)).doesNotContain(ReasonCode.WindowReseeded);
        now = now.plusSeconds(gap);
      }
    }
    assertThat(scene.replicas(10).pass(now, 3).to()).isEqualTo(3);
  }

  @Test
  void aTargetThatIsHeldInEveryOtherPassIsScaledInInTheOnesBetween() {
    Scene scene = Scene.of(Readings.cpu(50)).window(30).replicas(10);
    Instant now = NOW;
    for (int pass = 0; pass < 3; pass++, now = now.plusSeconds(120)) {
      scene.replicas(10).pass(now, 3);
      hold(scene, now.plusSeconds(60));
    }
    assertThat(scene.pass(now, 3).to()).isEqualTo(3);
  }

  private static void hold(Scene scene, Instant now) {
    ScalingDecision held =
        new ScalingDecision(10, 10, ReasonCode.InvalidMetric, "held", List.of(), null);
    scene.settle(now, held, false);
  }

  @Test
  void anOutageIsSoonForgottenForTheRhythm() {
    Scene scene = Scene.of(Readings.cpu(50)).replicas(10);
    scene.pass(NOW, 10);
    Instant back = NOW.plusSeconds(7200);
    assertThat(codes(scene.pass(back, 10))).contains(ReasonCode.WindowReseeded);
    for (int seconds = 60; seconds <= 480; seconds += 60) {
      scene.pass(back.plusSeconds(seconds), 10);
    }
    assertThat(codes(scene.pass(back.plusSeconds(1080), 3))).contains(ReasonCode.WindowReseeded);
  }

  @ParameterizedTest(name = "a gap of {0} minutes after one of 60")
  @CsvSource({"66", "90", "115", "600"})
  void aGapIsSeenSoonAfterAnotherOne(int minutes) {
    Scene scene = Scene.of(Readings.cpu(50)).replicas(20);
    Instant now = NOW;
    for (int pass = 0; pass < 5; pass++, now = now.plusSeconds(60)) {
      scene.pass(now, 20);
    }
    now = now.plusSeconds(3600 - 60);
    assertThat(codes(scene.pass(now, 20))).contains(ReasonCode.WindowReseeded);
    for (int pass = 0; pass < 3; pass++) {
      now = now.plusSeconds(60);
      scene.pass(now, 20);
    }
    ScalingDecision second = scene.pass(now.plusSeconds(60L * minutes), 3);
    assertThat(codes(second)).contains(ReasonCode.WindowReseeded);
    assertThat(second.to()).isEqualTo(20);
  }

  private static List<ReasonCode> codes(ScalingDecision decision) {
    return decision.findings().stream().map(Finding::code).toList();
  }

  /** Seconds between passes; windows of scaling in, with and without behavior. */
  static List<Arguments> windows() {
    return List.of(
        Arguments.of("without behavior", null, 315),
        Arguments.of("with behavior", Behaviors.windows(0, 300), 300));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("windows")
  void theEndOfAPauseIsFollowedByAWholeWindow(
      String name, @Nullable ScalingBehavior behavior, int letsGo) {
    for (int minutes : new int[] {1, 4, 60}) {
      Scene scene = Scene.of(Readings.cpu(50)).behavior(behavior).replicas(3);
      scene.pass(NOW.minusSeconds(15), 3);
      Instant end = NOW.plusSeconds(60L * minutes);
      scene.pause(new Pause(20, "load test", end));
      for (Instant now = NOW; now.isBefore(end); now = now.plusSeconds(15)) {
        assertThat(scene.pass(now, 3).to()).isEqualTo(20);
      }
      for (int seconds = 0; seconds < letsGo - 15; seconds += 15) {
        assertThat(scene.pass(end.plusSeconds(seconds), 3).to())
            .as("%s seconds after a pause of %s minutes", seconds, minutes)
            .isEqualTo(20);
      }
      assertThat(scene.pass(end.plusSeconds(letsGo - 15), 3).to()).isEqualTo(3);
    }
  }

  @Test
  void aNewPolicyThatIsPausedSaysThatItsWindowStarts() {
    Scene scene = Scene.of(Readings.cpu(50)).replicas(10);
    scene.pause(new Pause(null, "load test", null));
    assertThat(codes(scene.pass(NOW, 3)))
        .containsExactly(ReasonCode.WindowReseeded, ReasonCode.Paused);
    assertThat(codes(scene.pass(NOW.plusSeconds(15), 3))).containsExactly(ReasonCode.Paused);
  }

  @Test
  void windowsStartAnewOnceWhereATargetWasHeldForLongerThanOne() {
    Scene scene = Scene.of(Readings.cpu(50)).replicas(10);
    scene.pass(NOW, 10);
    scene.pass(NOW.plusSeconds(60), 10);
    for (int seconds = 120; seconds < 3600; seconds += 60) {
      assertThat(codes(scene.pass(NOW.plusSeconds(seconds), UNAVAILABLE)))
          .doesNotContain(ReasonCode.WindowReseeded);
    }
    Instant back = NOW.plusSeconds(3600);
    ScalingDecision first = scene.pass(back, 3);
    assertThat(first.to()).isEqualTo(10);
    assertThat(first.findings().getFirst().sentence())
        .isEqualTo(
            "nothing is known of the last 59m, so stabilization starts anew with the current 10");
    for (int seconds = 60; seconds <= 300; seconds += 60) {
      ScalingDecision held = scene.pass(back.plusSeconds(seconds), 3);
      assertThat(held.to()).isEqualTo(10);
      assertThat(codes(held)).doesNotContain(ReasonCode.WindowReseeded);
    }
    assertThat(scene.pass(back.plusSeconds(360), 3).to()).isEqualTo(3);
  }

  private static ScalingDecision limit(Scene scene, Histories history, int wanted) {
    ReasonCode reason =
        wanted > scene.replicas()
            ? ReasonCode.MetricAboveTarget
            : wanted < scene.replicas()
                ? ReasonCode.MetricsBelowTarget
                : ReasonCode.ProposalEqualsCurrent;
    Recommendation recommendation =
        new Recommendation(wanted, reason, "cpu 20% of 50%", List.of(), null);
    return scene.bounds(1, WIDE).history(history.build()).limit(NOW, recommendation);
  }
}
