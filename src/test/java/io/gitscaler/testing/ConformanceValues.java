package io.gitscaler.testing;

import com.fasterxml.jackson.databind.JsonNode;
import io.gitscaler.metric.Measurement;
import io.gitscaler.metric.Measurement.PodValue;
import io.gitscaler.policy.LabelSelector;
import io.gitscaler.policy.MetricIdentifier;
import io.gitscaler.policy.MetricSpec;
import io.gitscaler.policy.MetricTarget;
import io.gitscaler.policy.PodReadiness;
import io.gitscaler.policy.Quantity;
import io.gitscaler.policy.TargetRef;
import io.gitscaler.workload.PodSnapshot;
import io.gitscaler.workload.PodSnapshot.Container;
import io.gitscaler.workload.PodSnapshot.ReadyCondition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns the parts of conformance cases into the values that a decision is made from. */
public final class ConformanceValues {
  /** The present of every case. */
  public static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private ConformanceValues() {}

  public static PodReadiness readiness(JsonNode json) {
    return new PodReadiness(
        Duration.ofSeconds(json.path("cpuInitializationPeriodSeconds").asLong()),
        Duration.ofSeconds(json.path("initialReadinessDelaySeconds").asLong()));
  }

  /** The pods of a case. Where it switches pod-level requests off, the API server would have dropped them. */
  public static List<PodSnapshot> pods(JsonNode json) {
    boolean podLevel = json.path("featureGates").path("PodLevelResources").asBoolean(true);
    List<PodSnapshot> pods = new ArrayList<>();
    for (JsonNode pod : json.path("pods")) {
      pods.add(pod(pod, podLevel));
    }
    return pods;
  }

  private static PodSnapshot pod(JsonNode pod, boolean podLevel) {
    JsonNode ready = pod.path("readyCondition");
    return new PodSnapshot(
        pod.path("namespace").asText(),
        pod.path("name").asText(),
        Map.of(),
        pod.path("phase").asText(),
        !pod.path("deletionTimestamp").isNull(),
        time(pod.path("startTime")),
        ready.isNull()
            ? null
            : new ReadyCondition(
                ready.path("status").asText(), time(ready.path("lastTransitionTime"))),
        containers(pod.path("containers")),
        containers(pod.path("initContainers")),
        podLevel && pod.path("podLevelRequestsMilli").isObject()
            ? quantities(pod.path("podLevelRequestsMilli"))
            : null,
        quantities(pod.path("overheadMilli")),
        null);
  }

  private static List<Container> containers(JsonNode list) {
    List<Container> containers = new ArrayList<>();
    for (JsonNode container : list) {
      containers.add(
          new Container(
              container.path("name").asText(),
              quantities(container.path("requestsMilli")),
              container.path("restartPolicy").asText().equals("Always")));
    }
    return containers;
  }

  private static Map<String, Quantity> quantities(JsonNode milli) {
    Map<String, Quantity> quantities = new LinkedHashMap<>();
    milli
        .properties()
        .forEach(
            entry -> quantities.put(entry.getKey(), Quantity.ofMilli(entry.getValue().asLong())));
    return quantities;
  }

  public static @Nullable Instant time(JsonNode time) {
    if (time.has("instant")) {
      return Instant.parse(time.path("instant").asText());
    }
    return time.isObject() ? NOW.plusSeconds(time.path("secondsFromNow").asLong()) : null;
  }

  public static MetricSpec spec(JsonNode metric) {
    String name = metric.path("name").asText();
    MetricTarget target = target(metric.path("target"));
    MetricIdentifier identifier = new MetricIdentifier(name, selector(metric.path("selector")));
    return switch (metric.path("type").asText()) {
      case "Resource" -> new MetricSpec.Resource(name, target);
      case "ContainerResource" ->
          new MetricSpec.ContainerResource(name, metric.path("container").asText(), target);
      case "Pods" -> new MetricSpec.Pods(identifier, target);
      case "Object", "ObjectPerPod" ->
          new MetricSpec.ObjectMetric(identifier, object(metric.path("describedObject")), target);
      case "External", "ExternalPerPod" -> new MetricSpec.External(identifier, target);
      default -> throw new IllegalArgumentException(metric.toString());
    };
  }

  private static MetricTarget target(JsonNode target) {
    if (!target.path("averageUtilizationPercent").isNull()) {
      return new MetricTarget.Utilization(target.path("averageUtilizationPercent").asInt());
    }
    return target.path("valueMilli").isNull()
        ? new MetricTarget.AverageValue(Quantity.ofMilli(target.path("averageValueMilli").asLong()))
        : new MetricTarget.Value(Quantity.ofMilli(target.path("valueMilli").asLong()));
  }

  private static TargetRef object(JsonNode object) {
    return new TargetRef(
        object.path("apiVersion").asText(),
        object.path("kind").asText(),
        object.path("name").asText());
  }

  private static @Nullable LabelSelector selector(JsonNode selector) {
    if (selector.isNull()) {
      return null;
    }
    Map<String, String> labels = new LinkedHashMap<>();
    selector
        .path("matchLabels")
        .properties()
        .forEach(entry -> labels.put(entry.getKey(), entry.getValue().asText()));
    return new LabelSelector(labels, List.of());
  }

  /** What a metrics API would give for the samples of a case. */
  public static Measurement measurement(JsonNode metric, JsonNode samples) {
    if (samples.isEmpty()) {
      return new Measurement.Unavailable(
          Measurement.Why.EMPTY, "the metrics API answered without any item");
    }
    return switch (metric.path("type").asText()) {
      case "Resource", "ContainerResource", "Pods" -> perPod(metric, samples);
      default -> series(samples);
    };
  }

  private static Measurement series(JsonNode samples) {
    List<Long> values = new ArrayList<>();
    samples.forEach(sample -> values.add(sample.path("valueMilli").asLong()));
    Instant timestamp = time(samples.path(0).path("timestamp"));
    return new Measurement.Series(values, timestamp == null ? NOW : timestamp);
  }

  private static Measurement perPod(JsonNode metric, JsonNode samples) {
    Map<String, PodValue> values = new LinkedHashMap<>();
    for (JsonNode sample : samples) {
      Long value =
          sample.has("containers")
              ? usage(metric, sample.path("containers"))
              : Long.valueOf(sample.path("valueMilli").asLong());
      if (value != null) {
        values.put(sample.path("podName").asText(), podValue(sample, value));
      }
    }
    return new Measurement.PerPod(values);
  }

  private static PodValue podValue(JsonNode sample, long milli) {
    Instant timestamp = time(sample.path("timestamp"));
    long seconds =
        sample.path("windowSeconds").asLong(sample.path("effectiveWindowSeconds").asLong());
    return new PodValue(milli, timestamp == null ? NOW : timestamp, Duration.ofSeconds(seconds));
  }

  /** Readings of a grouping case, which are one number for each pod already. */
  public static Map<String, PodValue> podValues(JsonNode samples) {
    Map<String, PodValue> values = new LinkedHashMap<>();
    for (JsonNode sample : samples) {
      values.put(
          sample.path("podName").asText(), podValue(sample, sample.path("valueMilli").asLong()));
    }
    return values;
  }

  /** The sum of a pod's containers, or the one that is named; null where one that is needed has no reading. */
  private static @Nullable Long usage(JsonNode metric, JsonNode containers) {
    String name = metric.path("container").isNull() ? "" : metric.path("container").asText();
    Long sum = null;
    for (JsonNode container : containers) {
      if (name.isEmpty() || name.equals(container.path("name").asText())) {
        JsonNode usage = container.path("usageMilli").path(metric.path("name").asText());
        if (usage.isMissingNode()) {
          return null;
        }
        sum = (sum == null ? 0 : sum) + usage.asLong();
      }
    }
    return sum;
  }
}
