package io.gitscaler.command;

import com.fasterxml.jackson.core.JsonGenerator;
import io.gitscaler.program.KubernetesMetric;
import io.gitscaler.program.KubernetesMetric.PodValue;
import io.gitscaler.program.KubernetesMetric.PodsReading;
import io.gitscaler.program.KubernetesMetric.Reading;
import io.gitscaler.program.KubernetesMetric.ValueReading;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Spells entries of {@code kubernetesMetrics} as the Go types of k8shorizmetrics before its version 3 do: pod readings
 * with capital field names, sets of names as objects with empty objects inside.
 */
final class KubernetesMetricJson {
  /** How Go spells a time that is not known. */
  private static final String NO_TIME = "0001-01-01T00:00:00Z";

  private KubernetesMetricJson() {}

  static void write(KubernetesMetric metric, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeNumberField("current_replicas", metric.currentReplicas());
    json.writeFieldName("spec");
    MetricSpecJson.write(metric.spec(), json);
    json.writeObjectFieldStart(field(metric));
    Reading reading = metric.reading();
    switch (reading) {
      case PodsReading pods -> write(pods, json);
      case ValueReading value -> write(value, json);
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  private static String field(KubernetesMetric metric) {
    return switch (metric.spec().type()) {
      case "Pods" -> "pods";
      case "Object" -> "object";
      case "External" -> "external";
      default -> "resource";
    };
  }

  private static void write(PodsReading reading, JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("pod_metrics_info");
    for (Map.Entry<String, PodValue> pod : new TreeMap<>(reading.pods()).entrySet()) {
      PodValue value = pod.getValue();
      json.writeObjectFieldStart(pod.getKey());
      json.writeStringField("Timestamp", value.timestamp().toString());
      json.writeNumberField("Window", value.window().toNanos());
      json.writeNumberField("Value", value.milli());
      json.writeEndObject();
    }
    json.writeEndObject();
    Map<String, Long> requests = reading.requests();
    if (requests != null) {
      json.writeObjectFieldStart("requests");
      for (Map.Entry<String, Long> request : new TreeMap<>(requests).entrySet()) {
        json.writeNumberField(request.getKey(), request.getValue());
      }
      json.writeEndObject();
    }
    json.writeNumberField("ready_pod_count", reading.ready());
    names("ignored_pods", reading.ignored(), json);
    names("missing_pods", reading.missing(), json);
    json.writeNumberField("total_pods", reading.total());
    timestamp(reading.timestamp(), json);
  }

  private static void write(ValueReading reading, JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("current");
    json.writeNumberField(reading.average() ? "average_value" : "value", reading.milli());
    json.writeEndObject();
    json.writeNumberField("ready_pod_count", reading.ready());
    timestamp(reading.timestamp(), json);
  }

  private static void names(String field, Set<String> pods, JsonGenerator json) throws IOException {
    json.writeObjectFieldStart(field);
    for (String pod : new TreeSet<>(pods)) {
      json.writeObjectFieldStart(pod);
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private static void timestamp(@Nullable Instant time, JsonGenerator json) throws IOException {
    json.writeStringField("timestamp", time == null ? NO_TIME : time.toString());
  }
}
