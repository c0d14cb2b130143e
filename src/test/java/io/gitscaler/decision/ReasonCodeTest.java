package io.gitscaler.decision;

import static io.gitscaler.decision.Readings.NOW;
import static io.gitscaler.decision.Readings.cpu;
import static io.gitscaler.decision.Readings.each;
import static io.gitscaler.decision.Readings.external;
import static io.gitscaler.decision.Readings.pods;
import static io.gitscaler.decision.Readings.series;
import static io.gitscaler.decision.Readings.unreadable;
import static io.gitscaler.decision.Readings.value;
import static org.assertj.core.api.Assertions.assertThat;

import io.gitscaler.failure.FailureKind;
import io.gitscaler.failure.OutsideFailure;
import io.gitscaler.metric.Measurement;
import io.gitscaler.policy.MetricSpec;
import io.gitscaler.policy.Pause;
import io.gitscaler.policy.RunMode;
import io.gitscaler.policy.ScalingBehavior.SelectPolicy;
import io.gitscaler.workload.Sight;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each reason code has a case here, or a package elsewhere that gives it. */
class ReasonCodeTest {
  /** Given by the main flow, for what happens around a decision and not in it. */
  private static final Set<ReasonCode> ELSEWHERE =
      EnumSet.of(
          ReasonCode.FailedGetScale,
          ReasonCode.AmbiguousSelector,
          ReasonCode.ProgramFailed,
          ReasonCode.TargetNotFound,
          ReasonCode.TargetNotScalable,
          ReasonCode.TargetOwnedByAnotherAutoscaler,
          ReasonCode.PolicyInvalid,
          ReasonCode.PolicyTooOld,
          ReasonCode.ConflictingWrite,
          ReasonCode.FailedUpdateScale,
          ReasonCode.LeaseLost,
          ReasonCode.DeadlineExceeded,
          ReasonCode.Terminated);

  record Row(ReasonCode code, Supplier<ScalingDecision> decision) {
    @Override
    public String toString() {
      return code.name();
    }
  }

  @Test
  void thePageSaysOfEachCodeWhetherItIsAFailure() throws IOException {
    List<String> rows =
        Files.readAllLines(Path.of("docs/reason-codes.md")).stream()
            .filter(line -> line.startsWith("| `"))
            .map(line -> line.split("\\|"))
            .map(cells -> cells[1].strip().replace("`", "") + " " + cells[3].strip())
            .toList();

    assertThat(rows)
        .containsExactlyElementsOf(
            Arrays.stream(ReasonCode.values())
                .map(code -> code + (code.isFailure() ? " yes" : " no"))
                .toList());
  }

  static List<Row> rows() {
    return List.of(
        new Row(ReasonCode.MetricAboveTarget, () -> measured(cpu(50), each(4, 700))),
        new Row(ReasonCode.MetricsBelowTarget, () -> measured(cpu(50), each(4, 300))),
        new Row(ReasonCode.WithinTolerance, () -> measured(cpu(50), each(4, 500))),
        new Row(ReasonCode.ProposalEqualsCurrent, () -> measured(cpu(50), each(3, 400))),
        new Row(ReasonCode.ProgramRequested, () -> seen().limit(NOW, 4)),
        new Row(ReasonCode.HeldByUnavailableMetric, ReasonCodeTest::heldByUnavailableMetric),
        new Row(ReasonCode.DesiredWithinRange, () -> seen().limit(NOW, 4)),
        new Row(ReasonCode.ReadyForNewScale, () -> seen().limit(NOW, 4)),
        new Row(
            ReasonCode.ScaleUpStabilized,
            () ->
                seen()
                    .behavior(Behaviors.windows(120, 0))
                    .history(Histories.recent().asked(4, 60).build())
                    .limit(NOW, 9)),
        new Row(
            ReasonCode.ScaleDownStabilized,
            () -> seen().history(Histories.recent().asked(4, 60).build()).limit(NOW, 2)),
        new Row(ReasonCode.ScaleUpLimit, () -> seen().limit(NOW, 9)),
        new Row(
            ReasonCode.ScaleDownLimit,
            () ->
                seen()
                    .behavior(Behaviors.shrinking(SelectPolicy.MAX, Behaviors.pods(1, 60)))
                    .limit(NOW, 2)),
        new Row(ReasonCode.TooFewReplicas, () -> seen().bounds(3, 5).limit(NOW, 2)),
        new Row(ReasonCode.TooManyReplicas, () -> seen().bounds(3, 5).limit(NOW, 9)),
        new Row(ReasonCode.WindowReseeded, () -> Scene.of(cpu(50)).limit(NOW, 1)),
        new Row(ReasonCode.CurrentAboveMax, () -> standing(seen().bounds(1, 3))),
        new Row(ReasonCode.CurrentBelowMin, () -> standing(seen().bounds(5, 6))),
        new Row(ReasonCode.ScalingDisabled, () -> standing(seen().replicas(0))),
        new Row(
            ReasonCode.Paused, () -> standing(seen().pause(new Pause(null, "load test", null)))),
        new Row(
            ReasonCode.PauseExpired,
            () -> seen().pause(new Pause(null, "load test", NOW)).limit(NOW, 4)),
        new Row(ReasonCode.FailedGetPods, ReasonCodeTest::failedGetPods),
        new Row(ReasonCode.FailedGetResourceMetric, () -> measured(cpu(50), unreadable())),
        new Row(
            ReasonCode.FailedGetContainerResourceMetric,
            () ->
                measured(
                    new MetricSpec.ContainerResource("cpu", "app", Readings.average(1)),
                    unreadable())),
        new Row(
            ReasonCode.FailedGetPodsMetric, () -> measured(Readings.podsMetric(1), unreadable())),
        new Row(
            ReasonCode.FailedGetObjectMetric,
            () -> measured(Readings.object(value(1)), unreadable())),
        new Row(
            ReasonCode.FailedGetExternalMetric, () -> measured(external(value(1)), unreadable())),
        new Row(
            ReasonCode.FailedGetCommandMetric,
            () -> measured(Readings.command(RunMode.PER_RESOURCE, value(1)), unreadable())),
        new Row(
            ReasonCode.InvalidMetric,
            () ->
                measured(
                    external(value(1)),
                    new Measurement.Unavailable(
                        Measurement.Why.INVALID, "\"NaN\" is no number that can be acted on"))),
        new Row(
            ReasonCode.InvalidSelector,
            () -> {
              Scene scene = seen().selector("");
              return scene.limit(NOW, scene.evaluate(NOW, each(4, 500)));
            }));
  }

  /** With four pods of 1000m. */
  private static Scene seen() {
    return seen(cpu(50));
  }

  private static Scene seen(MetricSpec spec) {
    return Scene.of(spec).replicas(4).pods(pods(4, 1000)).history(Histories.recent().build());
  }

  private static ScalingDecision measured(MetricSpec spec, Measurement measurement) {
    Scene scene = seen(spec);
    return scene.limit(NOW, scene.evaluate(NOW, measurement));
  }

  private static ScalingDecision standing(Scene scene) {
    return Objects.requireNonNull(scene.standing(NOW));
  }

  private static ScalingDecision heldByUnavailableMetric() {
    Scene scene = Scene.of(cpu(50), external(value(10_000))).replicas(4).pods(pods(4, 1000));
    return scene.limit(NOW, scene.evaluate(NOW, unreadable(), series(1000)));
  }

  private static ScalingDecision failedGetPods() {
    Scene scene =
        seen()
            .pods(
                Sight.failed(
                    new OutsideFailure(
                        FailureKind.FORBIDDEN,
                        "pods in shop",
                        "may not be listed",
                        "Grant list.")));
    return scene.limit(NOW, scene.evaluate(NOW, each(4, 500)));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void isGivenAndExplained(Row row) {
    ScalingDecision decision = row.decision().get();
    Set<ReasonCode> given = EnumSet.of(decision.reason());
    decision.findings().forEach(finding -> given.add(finding.code()));
    assertThat(given).contains(row.code());
    assertThat(decision.sentence()).isNotBlank();
    assertThat(decision.findings()).allMatch(finding -> !finding.sentence().isBlank());
  }

  @Test
  void everyCodeHasACaseOrAPlaceElsewhere() {
    Set<ReasonCode> known = new TreeSet<>(ELSEWHERE);
    rows().forEach(row -> assertThat(known.add(row.code())).as(row.toString()).isTrue());
    assertThat(known).containsExactly(ReasonCode.values());
  }
}
