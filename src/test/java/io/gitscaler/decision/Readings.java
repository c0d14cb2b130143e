package io.gitscaler.decision;

import io.gitscaler.metric.Measurement;
import io.gitscaler.metric.Measurement.PodValue;
import io.gitscaler.policy.MetricIdentifier;
import io.gitscaler.policy.MetricSpec;
import io.gitscaler.policy.MetricTarget;
import io.gitscaler.policy.Program;
import io.gitscaler.policy.Quantity;
import io.gitscaler.policy.RunMode;
import io.gitscaler.policy.TargetRef;
import io.gitscaler.workload.PodSnapshot;
import io.gitscaler.workload.PodSnapshot.Container;
import io.gitscaler.workload.PodSnapshot.ReadyCondition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Pods, metrics and readings for tests. Pod n is called {@code pod-n}, the first one {@code pod-0}. */
final class Readings {
  static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private Readings() {}

  /** Pods that have long been running and ready, with one container that requests this much cpu and memory. */
  static List<PodSnapshot> pods(int count, long requestMilli) {
    List<PodSnapshot> pods = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      pods.add(pod("pod-" + i, "Running", "True", Quantity.ofMilli(requestMilli)));
    }
    return pods;
  }

  static PodSnapshot pod(String name, String phase, String ready, Quantity request) {
    Instant start = Instant.parse("2026-01-01T00:00:00Z");
    return new PodSnapshot(
        "shop",
        name,
        Map.of("app", "web"),
        phase,
        false,
        start,
        new ReadyCondition(ready, start.plusSeconds(60)),
        List.of(new Container("app", Map.of("cpu", request, "memory", request), false)),
        List.of(),
        null,
        Map.of(),
        null);
  }

  static PodSnapshot terminating(PodSnapshot pod) {
    return new PodSnapshot(
        pod.namespace(),
        pod.name(),
        pod.labels(),
        pod.phase(),
        true,
        pod.startTime(),
        pod.ready(),
        pod.containers(),
        pod.initContainers(),
        pod.podLevelRequests(),
        pod.overhead(),
        pod.document());
  }

  /** One reading for each pod, in its order. */
  static Measurement perPod(long... milli) {
    Map<String, PodValue> values = new LinkedHashMap<>();
    for (int i = 0; i < milli.length; i++) {
      values.put("pod-" + i, new PodValue(milli[i], NOW, Duration.ofSeconds(60)));
    }
    return new Measurement.PerPod(values);
  }

  /** The same reading for every pod. */
  static Measurement each(int pods, long milli) {
    long[] all = new long[pods];
    Arrays.fill(all, milli);
    return perPod(all);
  }

  static Measurement series(long... milli) {
    List<Long> values = new ArrayList<>();
    for (long value : milli) {
      values.add(value);
    }
    return new Measurement.Series(values, NOW);
  }

  static Measurement unreadable() {
    return new Measurement.Unavailable(
        Measurement.Why.READ_FAILED, "metrics.k8s.io does not answer. Install metrics-server");
  }

  static MetricSpec cpu(int percent) {
    return new MetricSpec.Resource("cpu", new MetricTarget.Utilization(percent));
  }

  static MetricSpec memory(int percent) {
    return new MetricSpec.Resource("memory", new MetricTarget.Utilization(percent));
  }

  static MetricSpec podsMetric(long milli) {
    return new MetricSpec.Pods(new MetricIdentifier("qps", null), average(milli));
  }

  static MetricSpec object(MetricTarget target) {
    return new MetricSpec.ObjectMetric(
        new MetricIdentifier("requests", null), new TargetRef("v1", "Service", "kuard"), target);
  }

  static MetricSpec external(MetricTarget target) {
    return new MetricSpec.External(new MetricIdentifier("queue", null), target);
  }

  static MetricSpec command(RunMode mode, MetricTarget target) {
    Program program = new Program.Shell(Duration.ofSeconds(2), "queue.sh", List.of(), false);
    return new MetricSpec.Command("queue.sh", program, mode, target);
  }

  static MetricTarget value(long milli) {
    return new MetricTarget.Value(Quantity.ofMilli(milli));
  }

  static MetricTarget average(long milli) {
    return new MetricTarget.AverageValue(Quantity.ofMilli(milli));
  }
}
