package io.gitscaler.kubernetes;

import io.gitscaler.metric.Measurement;
import io.gitscaler.metric.Measurement.PodValue;
import io.gitscaler.metric.MetricQuery;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads PodMetrics of metrics.k8s.io: all of a namespace at once, and from them each target's by the labels that PodMetrics
 * take over from their pods.
 */
final class ResourceMetrics {
  static final String API = "metrics.k8s.io";

  /** What the request needs. */
  static final Right RIGHT = Right.toGet(API, "/pods");

  private final LabelledObjects<PodUsage> pods;

  /** Takes what one namespace's list held. */
  ResourceMetrics(List<PodUsage> pods) {
    this.pods = new LabelledObjects<>(pods, PodUsage::labels);
  }

  static MetricRequest request(MetricQuery query) {
    String namespace = query.workload().namespace();
    return new MetricRequest(
        API,
        "/apis/" + API + "/v1beta1/namespaces/" + namespace + "/pods",
        "pods.metrics.k8s.io in " + namespace);
  }

  /**
   * Reads the usage of the target's pods.
   *
   * @param container null for the sum over the containers
   */
  Measurement measurement(MetricQuery query, String resource, @Nullable String container) {
    List<PodUsage> matching;
    try {
      matching = pods.matching(query.workload().selector());
    } catch (IllegalArgumentException e) {
      return new Measurement.Unavailable(
          Measurement.Why.READ_FAILED, query.workload().target() + ": " + e.getMessage());
    }
    if (matching.isEmpty()) {
      return empty(query);
    }
    Map<String, PodValue> values = new LinkedHashMap<>();
    for (PodUsage pod : matching) {
      Optional<Usage> usage = usage(pod, resource, container);
      if (usage.isPresent()) {
        Long milli = usage.get().milli();
        if (milli == null) {
          return invalid(query, resource, pod);
        }
        values.put(
            pod.name(),
            new PodValue(
                milli, MetricItems.timestamp(pod.timestamp()), MetricItems.window(pod.window())));
      }
    }
    return new Measurement.PerPod(values);
  }

  private Measurement empty(MetricQuery query) {
    String what =
        pods.isEmpty()
            ? "the metrics API answered without any item"
            : "no metrics for any pod that matches " + query.workload().selector();
    return new Measurement.Unavailable(
        Measurement.Why.EMPTY,
        "pods.metrics.k8s.io in "
            + query.workload().namespace()
            + ": "
            + what
            + ". Pods report about a minute after their start; if it stays so, look at the metrics server.");
  }

  /**
   * A pod's usage.
   *
   * @param milli null where it is no number within 64 bits
   */
  private record Usage(@Nullable Long milli) {}

  /** Empty where the pod has no value: a container that counts lacks the resource. */
  private static Optional<Usage> usage(PodUsage pod, String resource, @Nullable String container) {
    boolean found = false;
    long sum = 0;
    for (PodUsage.ContainerUsage one : pod.containers()) {
      if (container == null || container.equals(one.name())) {
        String amount = one.usage().get(resource);
        if (amount == null) {
          return Optional.empty();
        }
        Optional<Long> milli = MetricItems.milli(amount);
        if (milli.isEmpty()) {
          return Optional.of(new Usage(null));
        }
        try {
          sum = Math.addExact(sum, milli.get());
        } catch (ArithmeticException beyond64Bits) {
          return Optional.of(new Usage(null));
        }
        found = true;
      }
    }
    return found ? Optional.of(new Usage(sum)) : Optional.empty();
  }

  private static Measurement invalid(MetricQuery query, String resource, PodUsage pod) {
    return new Measurement.Unavailable(
        Measurement.Why.INVALID,
        "pods.metrics.k8s.io "
            + query.workload().namespace()
            + "/"
            + pod.name()
            + ": the usage of "
            + resource
            + " is no number within 64 bits. Look at the metrics server.");
  }
}
