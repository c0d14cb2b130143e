package io.gitscaler.decision;

import static io.gitscaler.decision.Readings.NOW;
import static io.gitscaler.decision.Readings.average;
import static io.gitscaler.decision.Readings.cpu;
import static io.gitscaler.decision.Readings.external;
import static io.gitscaler.decision.Readings.series;
import static io.gitscaler.decision.Readings.value;
import static org.assertj.core.api.Assertions.assertThat;

import io.gitscaler.policy.MetricSpec;
import io.gitscaler.policy.Pause;
import io.gitscaler.policy.RunMode;
import io.gitscaler.policy.ScalingBehavior.SelectPolicy;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Pause, zero and bounds: what needs no measuring. */
class StandingTest {
  private static final Instant LATER = NOW.plusSeconds(60);

  @ParameterizedTest(name = "{0} within {1}..{2}: {3}")
  @CsvSource({
    "5, 2, 5,",
    "2, 2, 5,",
    "6, 2, 5, CurrentAboveMax",
    "20, 2, 5, CurrentAboveMax",
    "1, 2, 5, CurrentBelowMin"
  })
  void clampsWhateverBehaviorSays(int from, int min, int max, @Nullable ReasonCode reason) {
    ScalingDecision decision =
        Scene.of(cpu(50))
            .bounds(min, max)
            .replicas(from)
            .behavior(Behaviors.shrinking(SelectPolicy.DISABLED, Behaviors.pods(1, 60)))
            .history(Histories.recent().asked(20, 30).build())
            .standing(NOW);
    if (reason == null) {
      assertThat(decision).isNull();
    } else {
      ScalingDecision clamped = Objects.requireNonNull(decision);
      assertThat(clamped.reason()).isEqualTo(reason);
      assertThat(clamped.to()).isEqualTo(from > max ? max : min);
      assertThat(clamped.recommended()).isNull();
    }
  }

  static List<Arguments> pauses() {
    return List.of(
        Arguments.of("holds", new Pause(null, "test", null), 3, 3),
        Arguments.of("holds outside the bounds", new Pause(null, "test", null), 30, 30),
        Arguments.of("holds at zero", new Pause(null, "test", null), 0, 0),
        Arguments.of("goes to its count", new Pause(4, "test", LATER), 3, 4),
        Arguments.of("goes to zero", new Pause(0, "night", null), 3, 0),
        Arguments.of("wakes what is at zero", new Pause(4, "test", null), 0, 4));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("pauses")
  void aPauseComesFirst(String name, Pause pause, int from, int to) {
    ScalingDecision decision =
        Objects.requireNonNull(Scene.of(cpu(50)).pause(pause).replicas(from).standing(NOW));
    assertThat(decision.to()).isEqualTo(to);
    assertThat(decision.reason()).isEqualTo(ReasonCode.Paused);
  }

  @Test
  void saysHowLongAndWhyItIsPaused() {
    Scene scene = Scene.of(cpu(50)).pause(new Pause(4, "load test", LATER)).replicas(3);
    assertThat(Objects.requireNonNull(scene.standing(NOW)).sentence())
        .isEqualTo("paused at 4 until 2026-03-01T12:01:00Z: load test");
  }

  @Test
  void aPauseEndsAtItsInstantAndTheDecisionSaysSo() {
    Scene scene = Scene.byPrograms().pause(new Pause(4, "load test", LATER)).replicas(4);
    assertThat(scene.standing(LATER.minusNanos(1))).isNotNull();
    assertThat(scene.standing(LATER)).isNull();
    assertThat(scene.limit(LATER, 7).findings().getFirst())
        .isEqualTo(
            new Finding(
                ReasonCode.PauseExpired,
                4,
                4,
                "the pause ended at 2026-03-01T12:01:00Z and the policy acts again; it may be removed"));
    assertThat(Objects.requireNonNull(scene.bounds(1, 3).standing(LATER)).findings())
        .extracting(Finding::code)
        .containsExactly(ReasonCode.PauseExpired, ReasonCode.CurrentAboveMax);
  }

  /** Metrics (null for programs), min, whose zero; what is decided (null to go on and measure). */
  static List<Arguments> zeros() {
    MetricSpec queue = external(value(10_000));
    MetricSpec perPod = Readings.command(RunMode.PER_POD, average(1));
    MetricSpec perTarget = Readings.command(RunMode.PER_RESOURCE, average(1));
    ReasonCode off = ReasonCode.ScalingDisabled;
    return List.of(
        Arguments.of("ours, External", queue, 0, true, null),
        Arguments.of("ours, Object", Readings.object(value(1)), 0, true, null),
        Arguments.of("ours, command for the target", perTarget, 0, true, null),
        Arguments.of("ours, command for each pod", perPod, 0, true, off),
        Arguments.of("ours, cpu", cpu(50), 0, true, off),
        Arguments.of("by hand, External", queue, 0, false, off),
        Arguments.of("by hand, min above zero", queue, 1, false, off),
        Arguments.of("ours, then min was raised", queue, 2, true, null),
        Arguments.of(
            "ours, then min was raised, cpu", cpu(50), 2, true, ReasonCode.CurrentBelowMin),
        Arguments.of("programs, ours", null, 0, true, null),
        Arguments.of("programs, by hand", null, 0, false, null),
        Arguments.of("programs, by hand, min above zero", null, 1, false, off),
        Arguments.of("programs, ours, min raised", null, 2, true, ReasonCode.CurrentBelowMin));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("zeros")
  void aZeroComesBackOnlyWhereItIsOurs(
      String name,
      @Nullable MetricSpec metric,
      int min,
      boolean ours,
      @Nullable ReasonCode expected) {
    Histories history = ours ? Histories.recent().scaledToZero() : Histories.recent();
    Scene scene = metric == null ? Scene.byPrograms() : Scene.of(metric);
    ScalingDecision decision =
        scene.bounds(min, 20).replicas(0).history(history.build()).standing(NOW);
    assertThat(decision == null ? null : decision.reason()).isEqualTo(expected);
    if (decision != null) {
      assertThat(decision.to()).isEqualTo(expected == ReasonCode.ScalingDisabled ? 0 : min);
      assertThat(decision.sentence()).isNotBlank();
    }
  }

  @Test
  void goesToZeroAndComesBackWithLoad() {
    Scene scene = Scene.of(external(value(10_000))).bounds(0, 20).window(0).replicas(2);
    scene.pods(Readings.pods(2, 1000)).history(Histories.recent().build());
    assertThat(scene.pass(NOW, series(0)).to()).isZero();
    assertThat(scene.history().scaledToZero()).isTrue();
    scene.pods(List.of());
    assertThat(scene.pass(NOW.plusSeconds(15), series(0)).to()).isZero();
    assertThat(scene.pass(NOW.plusSeconds(30), series(10_500)).to()).isEqualTo(2);
    assertThat(scene.history().scaledToZero()).isFalse();
  }

  @Test
  void staysOffWhereSomebodyElseSwitchedItOffLater() {
    Scene scene = Scene.of(external(value(10_000))).bounds(0, 20).window(0);
    scene.replicas(0).history(Histories.recent().scaledToZero().build());
    scene.replicas(1).pods(Readings.pods(1, 1000));
    assertThat(scene.pass(NOW, series(10_000)).to()).isEqualTo(1);
    scene.replicas(0);
    assertThat(scene.pass(NOW.plusSeconds(15), series(10_000)).reason())
        .isEqualTo(ReasonCode.ScalingDisabled);
  }

  @Test
  void comesBackToMinAfterAPauseAtZero() {
    Scene scene = Scene.of(cpu(50)).bounds(2, 20).replicas(3).pause(new Pause(0, "night", LATER));
    assertThat(scene.pass(NOW, Readings.unreadable()).to()).isZero();
    ScalingDecision morning = scene.pass(LATER, Readings.unreadable());
    assertThat(morning.to()).isEqualTo(2);
    assertThat(morning.reason()).isEqualTo(ReasonCode.CurrentBelowMin);
  }

  @Test
  void liftsOurZeroToAMinimumThatWasRaised() {
    Scene scene = Scene.of(external(value(10_000))).bounds(6, 20).replicas(0);
    scene.history(Histories.recent().scaledToZero().build());
    assertThat(scene.pass(NOW, series(0)).to()).isEqualTo(6);
    scene.replicas(0).behavior(Behaviors.defaults());
    scene.history(Histories.recent().scaledToZero().build());
    assertThat(scene.pass(NOW, series(90_000)).to()).isEqualTo(6);
  }
}
