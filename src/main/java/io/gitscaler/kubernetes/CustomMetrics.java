package io.gitscaler.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import io.gitscaler.failure.FailureKind;
import io.gitscaler.failure.OneLine;
import io.gitscaler.failure.OutsideFailure;
import io.gitscaler.metric.Measurement;
import io.gitscaler.metric.Measurement.PodValue;
import io.gitscaler.metric.MetricQuery;
import io.gitscaler.policy.MetricSpec;
import io.gitscaler.policy.TargetRef;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads custom.metrics.k8s.io: one value per pod of a target, or one value of another object. */
record CustomMetrics(ApiDiscovery discovery) {
  static final String API = "custom.metrics.k8s.io";

  /** What the API assumes where an adapter sends no window. */
  private static final Duration DEFAULT_WINDOW = Duration.ofSeconds(60);

  /**
   * Asks for all pods of the target.
   *
   * @throws OutsideFailure where no version of the API is served
   */
  MetricRequest request(MetricQuery query, MetricSpec.Pods spec) {
    String namespace = query.workload().namespace();
    String path =
        root(namespace)
            + ofPods(spec)
            + MetricRequest.parameter("?", "labelSelector", query.workload().selector())
            + MetricRequest.parameter("&", "metricLabelSelector", spec.metric().selector());
    return new MetricRequest(
        API, path, spec.metric().name() + " of pods in " + namespace + " (" + API + ")");
  }

  /**
   * Asks for the described object.
   *
   * @throws OutsideFailure where no version of the API, or no such kind, is served
   */
  MetricRequest request(MetricQuery query, MetricSpec.ObjectMetric spec) {
    String namespace = query.workload().namespace();
    TargetRef described = described(spec);
    String plural = isNamespace(described) ? "" : discovery.resolve(described).fullName();
    String path =
        root(namespace)
            + ofObject(spec, plural)
            + MetricRequest.parameter("?", "metricLabelSelector", spec.metric().selector());
    return new MetricRequest(
        API,
        path,
        spec.metric().name() + " of " + described + " in " + namespace + " (" + API + ")");
  }

  /** The described object; without a version it is one of the core group. */
  static TargetRef described(MetricSpec.ObjectMetric spec) {
    TargetRef described = spec.describedObject();
    return described.apiVersion().isEmpty()
        ? new TargetRef("v1", described.kind(), described.name())
        : described;
  }

  private static boolean isNamespace(TargetRef described) {
    return described.kind().equals("Namespace") && described.group().isEmpty();
  }

  private static String ofPods(MetricSpec.Pods spec) {
    return "/pods/*/" + MetricRequest.segment(spec.metric().name());
  }

  /** The API spells resources as kubectl does: {@code services}, {@code ingresses.networking.k8s.io}. */
  private static String ofObject(MetricSpec.ObjectMetric spec, String plural) {
    TargetRef described = described(spec);
    String object =
        isNamespace(described)
            ? "/metrics/"
            : "/" + plural + "/" + MetricRequest.segment(described.name()) + "/";
    return object + MetricRequest.segment(spec.metric().name());
  }

  /** What the request for all pods needs. */
  static Right right(MetricSpec.Pods spec) {
    return Right.toGet(API, ofPods(spec));
  }

  /** What the request for the described object needs. */
  static Right right(MetricSpec.ObjectMetric spec, ResourceKind described) {
    return Right.toGet(API, ofObject(spec, described.fullName()));
  }

  private String root(String namespace) {
    List<String> versions = discovery.versions(API);
    String version =
        versions.stream()
            .filter(List.of("v1beta2", "v1beta1")::contains)
            .findFirst()
            .orElseThrow(
                () ->
                    new OutsideFailure(
                        FailureKind.NOT_FOUND,
                        API,
                        "the cluster serves no custom metrics",
                        "Install an adapter for your monitoring system."));
    return "/apis/" + API + "/" + version + "/namespaces/" + namespace;
  }

  static Measurement perPod(MetricRequest request, List<JsonNode> items) {
    Map<String, PodValue> values = new LinkedHashMap<>();
    for (JsonNode item : items) {
      Optional<Long> milli = MetricItems.milli(item.path("value").asText());
      if (milli.isEmpty()) {
        return invalid(request, item);
      }
      JsonNode window = item.path("windowSeconds");
      if (window.isNumber() && !MetricItems.isWindow(window.asDouble())) {
        return new Measurement.Unavailable(
            Measurement.Why.INVALID,
            request.where()
                + ": the window of "
                + excerpt(window)
                + " seconds is none. Look at the adapter.");
      }
      values.put(
          item.path("describedObject").path("name").asText(),
          new PodValue(
              milli.get(),
              MetricItems.timestamp(item.path("timestamp").asText()),
              window.isNumber() ? Duration.ofSeconds(window.asLong()) : DEFAULT_WINDOW));
    }
    return values.isEmpty() ? empty(request) : new Measurement.PerPod(values);
  }

  static Measurement ofObject(MetricRequest request, List<JsonNode> items) {
    if (items.isEmpty()) {
      return empty(request);
    }
    if (items.size() > 1) {
      return new Measurement.Unavailable(
          Measurement.Why.INVALID,
          request.where()
              + ": "
              + items.size()
              + " values for one object. Narrow the metric's selector until one is left.");
    }
    JsonNode item = items.getFirst();
    Optional<Long> milli = MetricItems.milli(item.path("value").asText());
    return milli.isEmpty()
        ? invalid(request, item)
        : new Measurement.Series(
            List.of(milli.get()), MetricItems.timestamp(item.path("timestamp").asText()));
  }

  static Measurement empty(MetricRequest request) {
    return new Measurement.Unavailable(
        Measurement.Why.EMPTY,
        request.where() + ": no value. Check the metric's name and selector in the adapter.");
  }

  static Measurement invalid(MetricRequest request, JsonNode item) {
    return new Measurement.Unavailable(
        Measurement.Why.INVALID,
        request.where()
            + ": the value "
            + excerpt(item.path("value"))
            + " is no number within 64 bits. Look at the adapter.");
  }

  private static String excerpt(JsonNode value) {
    return OneLine.of(value.toString(), 40);
  }
}
