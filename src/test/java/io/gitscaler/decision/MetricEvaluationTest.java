package io.gitscaler.decision;

import static io.gitscaler.decision.Readings.NOW;
import static io.gitscaler.decision.Readings.average;
import static io.gitscaler.decision.Readings.cpu;
import static io.gitscaler.decision.Readings.each;
import static io.gitscaler.decision.Readings.external;
import static io.gitscaler.decision.Readings.memory;
import static io.gitscaler.decision.Readings.object;
import static io.gitscaler.decision.Readings.perPod;
import static io.gitscaler.decision.Readings.pods;
import static io.gitscaler.decision.Readings.podsMetric;
import static io.gitscaler.decision.Readings.series;
import static io.gitscaler.decision.Readings.unreadable;
import static io.gitscaler.decision.Readings.value;
import static org.assertj.core.api.Assertions.assertThat;

import io.gitscaler.metric.Measurement;
import io.gitscaler.policy.MetricIdentifier;
import io.gitscaler.policy.MetricSpec;
import io.gitscaler.policy.MetricTarget;
import io.gitscaler.policy.Quantity;
import io.gitscaler.policy.RunMode;
import io.gitscaler.workload.PodSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One or several metrics to a recommendation. */
class MetricEvaluationTest {
  static List<Arguments> examples() {
    long most = Long.MAX_VALUE;
    return List.of(
        row("truncated utilization holds", cpu(50), 10, 10, each(10, 559), 10),
        row("77 of 70 is inside", cpu(70), 10, 10, each(10, 770), 10),
        row("63 of 70 is inside", cpu(70), 10, 10, each(10, 630), 10),
        row("an inexact product is rounded up", cpu(50), 25, 25, each(25, 560), 29),
        row("a surge grows below target", cpu(50), 5, 7, each(7, 400), 6),
        row("pods missing their reading never reverse", cpu(50), 2, 3, each(2, 100), 2),
        row("zero usage asks for nothing", cpu(50), 4, 4, each(4, 0), 0),
        row("a Pods metric", podsMetric(10_000), 3, 3, perPod(30_000, 20_000, 10_000), 6),
        row("a negative Pods metric asks for nothing", podsMetric(10), 3, 3, each(3, -50), 0),
        row("a command for each pod", command(RunMode.PER_POD), 3, 3, each(3, 20_000), 6),
        row("a command for the target", command(RunMode.PER_RESOURCE), 3, 3, series(55_000), 6),
        row("Object, from nothing", object(value(10_000)), 0, 0, series(10_500), 2),
        row("External, from nothing", external(value(10_000)), 0, 0, series(1), 1),
        row("External, several series", external(value(10_000)), 2, 2, series(9000, 7000, 8100), 5),
        row("External sum stops at the largest", external(value(most)), 3, 3, series(most, 9), 3),
        row(
            "External below zero asks for nothing",
            external(value(10_000)),
            3,
            3,
            series(-5000),
            0),
        row("External average, capped", external(average(1)), 3, 3, series(most), 2147483647),
        row("External average, mixed signs", external(average(10)), 3, 3, series(-5, 45), 4),
        row("External average without a pod", external(average(10_000)), 0, 0, series(25_000), 3),
        row("nothing without a pod", external(average(10_000)), 0, 0, series(0), 0),
        row("Object average", object(average(5000)), 3, 3, series(20_000), 4),
        row("Object average below zero", object(average(10_000)), 3, 3, series(-5000), 0));
  }

  private static Arguments row(
      String name, MetricSpec spec, int current, int pods, Measurement measured, int expected) {
    return Arguments.of(name, spec, current, pods, measured, expected);
  }

  private static MetricSpec command(RunMode mode) {
    return Readings.command(mode, average(10_000));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("examples")
  void proposesAsTheReferenceDoes(
      String name, MetricSpec spec, int current, int pods, Measurement measured, int expected) {
    Recommendation recommendation =
        Scene.of(spec).replicas(current).pods(pods(pods, 1000)).evaluate(NOW, measured);
    assertThat(recommendation.replicas()).as(recommendation.sentence()).isEqualTo(expected);
  }

  static List<Arguments> artefacts() {
    long most = Long.MAX_VALUE;
    long half = 1L << 62;
    return List.of(
        artefact("Object average beyond 32 bits", object(average(1)), 3, series(most)),
        artefact("Object from nothing beyond 32 bits", object(value(1)), 0, series(most)),
        artefact("External from nothing beyond 32 bits", external(value(1)), 0, series(most)),
        artefact("External average below zero", external(average(10_000)), 3, series(-5000)),
        artefact("External sum below 64 bits", external(value(1)), 2, series(-half, -half, -1)),
        artefact("sum of usage beyond 64 bits", memory(80), 2, perPod(half, half)),
        artefact(
            "usage of 100 TB times a hundred", memory(80), 2, each(2, 50_000_000_000_000_000L)),
        artefact("utilization beyond 32 bits", cpu(80), 1, perPod(50_000_000_000L)),
        artefact("usage below zero", cpu(80), 2, perPod(100, -1)),
        artefact("Pods metric beyond 32 bits", podsMetric(1), 2, each(2, half / 2)),
        artefact("mean beyond 64 bits", podsMetric(1), 2, each(2, most)));
  }

  private static Arguments artefact(
      String name, MetricSpec spec, int current, Measurement measured) {
    return Arguments.of(name, spec, current, measured);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("artefacts")
  void holdsWhereTheReferenceActsOnAnArtefact(
      String name, MetricSpec spec, int current, Measurement measured) {
    Recommendation recommendation =
        Scene.of(spec).replicas(current).pods(pods(current, 1000)).evaluate(NOW, measured);
    assertThat(recommendation.replicas()).isNull();
    assertThat(recommendation.reason()).isEqualTo(ReasonCode.InvalidMetric);
  }

  static List<Arguments> combinations() {
    return List.of(
        // cpu of three pods with a request of 1000m, target 50%; queue with a target of 10
        Arguments.of("the larger one wins", each(3, 1000), series(10_000), 6, 0),
        Arguments.of("equal ones: the first is named", each(3, 500), series(10_000), 3, 0),
        Arguments.of("zeros: the last is named", each(3, 0), series(0), 0, 1),
        Arguments.of("zero, then less: less stays", each(3, 0), series(-5000), 0, 1),
        Arguments.of("broken, the other grows", unreadable(), series(20_000), 6, 1),
        Arguments.of("broken, the other holds", unreadable(), series(10_000), 3, 1),
        Arguments.of("broken, the other shrinks", unreadable(), series(5000), null, null),
        Arguments.of("the second is broken, too", each(3, 200), unreadable(), null, null),
        Arguments.of("both are broken", unreadable(), unreadable(), null, null));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("combinations")
  void takesTheLargestProposalAndNeverShrinksOnPartOfTheMetrics(
      String name,
      Measurement cpu,
      Measurement queue,
      @Nullable Integer expected,
      @Nullable Integer winner) {
    Recommendation recommendation =
        Scene.of(cpu(50), external(value(10_000)))
            .replicas(3)
            .pods(pods(3, 1000))
            .evaluate(NOW, cpu, queue);
    assertThat(recommendation.replicas()).isEqualTo(expected);
    assertThat(recommendation.winner()).isEqualTo(winner);
    assertThat(recommendation.proposals()).hasSize(2);
  }

  @Test
  void holdsOnRequestsAndTargetsBeyond64Bits() {
    Quantity huge = Quantity.parse("10E").orElseThrow();
    PodSnapshot pod = Readings.pod("pod-0", "Running", "True", huge);
    for (MetricSpec spec :
        List.of(memory(50), new MetricSpec.Resource("cpu", new MetricTarget.AverageValue(huge)))) {
      Recommendation recommendation =
          Scene.of(spec).replicas(1).pods(List.of(pod)).evaluate(NOW, perPod(500));
      assertThat(recommendation.reason()).isEqualTo(ReasonCode.InvalidMetric);
      assertThat(recommendation.sentence()).contains("10E");
    }
  }

  @Test
  void namesTheFirstBrokenMetricWhereItHolds() {
    Recommendation recommendation =
        Scene.of(external(value(10_000)), cpu(50), memory(50))
            .replicas(3)
            .pods(pods(3, 1000))
            .evaluate(NOW, series(5000), unreadable(), each(3, -1));
    assertThat(recommendation.reason()).isEqualTo(ReasonCode.FailedGetResourceMetric);
    assertThat(recommendation.sentence())
        .isEqualTo(
            "queue 5 of 10 would do with 2, but not while cpu is unavailable: metrics.k8s.io does not answer. Install metrics-server");
  }

  @Test
  void takesTheStatusCountForAveragesOfOneValue() {
    Recommendation recommendation =
        Scene.of(object(average(100_000)))
            .replicas(5)
            .statusReplicas(7)
            .evaluate(NOW, series(700_000));
    assertThat(recommendation.replicas()).isEqualTo(7);
    assertThat(recommendation.sentence()).isEqualTo("requests of Service/kuard 100 of 100 per pod");
  }

  @Test
  void reportsNoAverageWithoutAPod() {
    MetricProposal proposal =
        Scene.of(external(average(10_000)))
            .replicas(0)
            .evaluate(NOW, series(25_000))
            .proposals()
            .getFirst();
    assertThat(proposal.milli()).isNull();
    assertThat(proposal.ratio()).isNull();
    assertThat(proposal.sentence()).isEqualTo("queue 25 in total of 10 per pod");
  }

  @Test
  void demandsARequestFromPodsThatHaveFailed() {
    var failed = Readings.pod("pod-1", "Failed", "False", Quantity.ofMilli(1));
    var bare =
        new PodSnapshot(
            "shop",
            "pod-1",
            failed.labels(),
            "Failed",
            false,
            failed.startTime(),
            failed.ready(),
            List.of(new PodSnapshot.Container("sidecar", Map.of(), false)),
            List.of(),
            null,
            Map.of(),
            null);
    MetricProposal proposal =
        Scene.of(cpu(50))
            .replicas(1)
            .pods(List.of(pods(1, 1000).getFirst(), bare))
            .evaluate(NOW, perPod(500))
            .proposals()
            .getFirst();
    assertThat(proposal.failure()).isEqualTo(ReasonCode.FailedGetResourceMetric);
    assertThat(proposal.pods()).isEqualTo(new MetricProposal.PodCount(1, 0, 0, 1));
    assertThat(proposal.sentence())
        .isEqualTo(
            "cpu is unavailable: container sidecar of pod pod-1 requests no cpu, so there is no percentage of it."
                + " Add resources.requests.cpu to container sidecar, or use an averageValue target");
  }

  @Test
  void needsNoPodsForAValueInsideTheBand() {
    Recommendation recommendation =
        Scene.of(object(value(10_000))).replicas(3).evaluate(NOW, series(10_500));
    assertThat(recommendation.replicas()).isEqualTo(3);
    assertThat(recommendation.reason()).isEqualTo(ReasonCode.WithinTolerance);
  }

  @Test
  void countsTerminatingPodsThatStillServeForAValue() {
    var pods = new ArrayList<>(pods(4, 1000));
    pods.set(3, Readings.terminating(pods.get(3)));
    Recommendation recommendation =
        Scene.of(object(value(10_000))).replicas(3).pods(pods).evaluate(NOW, series(20_000));
    assertThat(recommendation.replicas()).isEqualTo(8);
  }

  @Test
  void refusesATargetTypeThatTheMetricCannotHave() {
    for (MetricSpec spec :
        List.of(
            Readings.command(RunMode.PER_POD, value(1)),
            new MetricSpec.Pods(
                new MetricIdentifier("qps", null), new MetricTarget.Utilization(50)))) {
      Recommendation recommendation =
          Scene.of(spec).replicas(1).pods(pods(1, 1)).evaluate(NOW, perPod(1));
      assertThat(recommendation.replicas()).isNull();
      assertThat(recommendation.sentence()).contains("cannot be held against a target of type");
    }
  }
}
