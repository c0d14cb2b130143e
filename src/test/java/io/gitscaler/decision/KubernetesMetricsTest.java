package io.gitscaler.decision;

import static io.gitscaler.decision.Readings.NOW;
import static io.gitscaler.decision.Readings.cpu;
import static io.gitscaler.decision.Readings.external;
import static io.gitscaler.decision.Readings.perPod;
import static io.gitscaler.decision.Readings.pods;
import static io.gitscaler.decision.Readings.podsMetric;
import static io.gitscaler.decision.Readings.series;
import static io.gitscaler.decision.Readings.unreadable;
import static org.assertj.core.api.Assertions.assertThat;

import io.gitscaler.metric.Measurement;
import io.gitscaler.policy.MetricSpec;
import io.gitscaler.policy.Quantity;
import io.gitscaler.program.KubernetesMetric;
import io.gitscaler.program.KubernetesMetric.PodsReading;
import io.gitscaler.program.KubernetesMetric.ValueReading;
import io.gitscaler.workload.PodSnapshot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a metric program is handed. */
class KubernetesMetricsTest {
  private static KubernetesMetrics gather(
      List<PodSnapshot> pods, MetricSpec spec, Measurement measurement) {
    Scene scene = Scene.byPrograms().replicas(3).pods(pods);
    return KubernetesMetrics.gather(
        scene.policy(), scene.workload(), scene.pods(), List.of(spec), List.of(measurement), NOW);
  }

  private static KubernetesMetric.Reading reading(
      List<PodSnapshot> pods, MetricSpec spec, Measurement measurement) {
    KubernetesMetrics gathered = gather(pods, spec, measurement);
    assertThat(gathered.failures()).isEmpty();
    assertThat(gathered.metrics().getFirst().currentReplicas()).isEqualTo(3);
    return gathered.metrics().getFirst().reading();
  }

  /** Two ready, one without a reading, one pending, one failed. */
  private static List<PodSnapshot> mixed() {
    List<PodSnapshot> pods = new ArrayList<>(pods(3, 100));
    pods.add(Readings.pod("pod-3", "Pending", "False", Quantity.ofMilli(100)));
    pods.add(Readings.pod("pod-4", "Failed", "False", Quantity.ofMilli(100)));
    return pods;
  }

  private static Measurement withoutPod2() {
    Measurement.PerPod all = (Measurement.PerPod) perPod(10, 20, 30, 40, 50);
    Map<String, Measurement.PodValue> values = new LinkedHashMap<>(all.values());
    values.remove("pod-2");
    return new Measurement.PerPod(values);
  }

  @Test
  void groupsThePodsOfAResource() {
    PodsReading reading = (PodsReading) reading(mixed(), cpu(50), withoutPod2());
    assertThat(reading.pods()).containsOnlyKeys("pod-0", "pod-1");
    assertThat(reading.requests()).hasSize(5).containsEntry("pod-0", 100L);
    assertThat(reading.ready()).isEqualTo(2);
    assertThat(reading.missing()).isEqualTo(Set.of("pod-2"));
    assertThat(reading.ignored()).isEqualTo(Set.of("pod-3"));
    assertThat(reading.total()).isEqualTo(5);
    assertThat(reading.timestamp()).isEqualTo(NOW);
  }

  @Test
  void handsOverNoRequestsWhereNoneAreNeeded() {
    MetricSpec spec = new MetricSpec.Resource("cpu", Readings.average(100));
    PodsReading reading = (PodsReading) reading(mixed(), spec, withoutPod2());
    assertThat(reading.requests()).isNull();
  }

  @Test
  void ignoresNoPodsForAPodsMetric() {
    PodsReading reading = (PodsReading) reading(mixed(), podsMetric(1), withoutPod2());
    assertThat(reading.ignored()).isEmpty();
    assertThat(reading.ready()).isEqualTo(2);
  }

  @Test
  void toleratesATargetWithoutPods() {
    PodsReading reading =
        (PodsReading) reading(List.of(), cpu(50), new Measurement.PerPod(Map.of()));
    assertThat(reading.total()).isZero();
    assertThat(reading.timestamp()).isNull();
  }

  @Test
  void handsOverTotals() {
    assertThat(reading(mixed(), external(Readings.value(1)), series(7, 8)))
        .isEqualTo(new ValueReading(15, false, 3, NOW));
    assertThat(reading(mixed(), external(Readings.average(1)), series(7, 8)))
        .isEqualTo(new ValueReading(15, true, 0, NOW));
    assertThat(reading(mixed(), Readings.object(Readings.value(1)), series(-7)))
        .isEqualTo(new ValueReading(-7, false, 3, NOW));
  }

  @Test
  void saysWhatIsMissing() {
    KubernetesMetrics gathered = gather(mixed(), cpu(50), unreadable());
    assertThat(gathered.metrics()).isEmpty();
    assertThat(gathered.failures())
        .containsExactly(
            new KubernetesMetrics.Failure(
                cpu(50),
                ReasonCode.FailedGetResourceMetric,
                "cpu is unavailable: metrics.k8s.io does not answer. Install metrics-server"));
  }
}
