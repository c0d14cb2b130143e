package io.gitscaler.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import io.gitscaler.metric.Measurement;
import io.gitscaler.metric.Measurement.PodValue;
import io.gitscaler.metric.MetricQuery;
import io.gitscaler.policy.LabelSelector;
import java.util.HashMap;
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
  static final FieldSelection FIELDS =
      FieldSelection.of("metadata.name", "metadata.labels", "timestamp", "window", "containers");

  /** What the request needs. */
  static final Right RIGHT = Right.toGet(API, "/pods");

  private ResourceMetrics() {}

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
  static Measurement measurement(
      MetricQuery query, String resource, @Nullable String container, List<JsonNode> items) {
    LabelSelector selector;
    try {
      selector = LabelSelector.parse(query.workload().selector());
    } catch (IllegalArgumentException e) {
      return new Measurement.Unavailable(
          Measurement.Why.READ_FAILED, query.workload().target() + ": " + e.getMessage());
    }
    Map<String, PodValue> values = new LinkedHashMap<>();
    boolean any = false;
    for (JsonNode item : items) {
      if (selector.matches(labels(item))) {
        any = true;
        Optional<Usage> usage = usage(item, resource, container);
        if (usage.isPresent()) {
          if (usage.get().milli() == null) {
            return invalid(query, resource, item);
          }
          values.put(
              item.path("metadata").path("name").asText(),
              new PodValue(
                  usage.get().milli(),
                  MetricItems.timestamp(item.path("timestamp")),
                  MetricItems.window(item.path("window").asText())));
        }
      }
    }
    return any ? new Measurement.PerPod(values) : empty(query, items);
  }

  private static Measurement empty(MetricQuery query, List<JsonNode> items) {
    String what =
        items.isEmpty()
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
  private static Optional<Usage> usage(JsonNode item, String resource, @Nullable String container) {
    boolean found = false;
    long sum = 0;
    for (JsonNode one : item.path("containers")) {
      if (container == null || container.equals(one.path("name").asText())) {
        JsonNode amount = one.path("usage").path(resource);
        if (amount.isMissingNode()) {
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

  private static Measurement invalid(MetricQuery query, String resource, JsonNode item) {
    return new Measurement.Unavailable(
        Measurement.Why.INVALID,
        "pods.metrics.k8s.io "
            + query.workload().namespace()
            + "/"
            + item.path("metadata").path("name").asText()
            + ": the usage of "
            + resource
            + " is no number within 64 bits. Look at the metrics server.");
  }

  private static Map<String, String> labels(JsonNode item) {
    Map<String, String> labels = new HashMap<>();
    item.path("metadata")
        .path("labels")
        .properties()
        .forEach(entry -> labels.put(entry.getKey(), entry.getValue().asText()));
    return labels;
  }
}
