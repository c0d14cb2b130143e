package io.gitscaler.command;

import com.fasterxml.jackson.core.JsonGenerator;
import io.gitscaler.policy.LabelSelector;
import io.gitscaler.policy.LabelSelector.Requirement;
import io.gitscaler.policy.MetricIdentifier;
import io.gitscaler.policy.MetricSpec;
import io.gitscaler.policy.MetricTarget;
import io.gitscaler.policy.TargetRef;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** Spells a metric's specification as the MetricSpec of autoscaling/v2. */
final class MetricSpecJson {
  private MetricSpecJson() {}

  static void write(MetricSpec spec, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("type", spec.type());
    json.writeObjectFieldStart(field(spec));
    switch (spec) {
      case MetricSpec.Resource resource -> json.writeStringField("name", resource.name());
      case MetricSpec.ContainerResource resource -> {
        json.writeStringField("name", resource.name());
        json.writeStringField("container", resource.container());
      }
      case MetricSpec.Pods pods -> identifier(pods.metric(), json);
      case MetricSpec.ObjectMetric object -> {
        describedObject(object.describedObject(), json);
        identifier(object.metric(), json);
      }
      case MetricSpec.External external -> identifier(external.metric(), json);
      case MetricSpec.Command command -> json.writeStringField("name", command.name());
    }
    target(spec.target(), json);
    json.writeEndObject();
    json.writeEndObject();
  }

  private static String field(MetricSpec spec) {
    String type = spec.type();
    return Character.toLowerCase(type.charAt(0)) + type.substring(1);
  }

  private static void describedObject(TargetRef object, JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("describedObject");
    json.writeStringField("kind", object.kind());
    json.writeStringField("name", object.name());
    json.writeStringField("apiVersion", object.apiVersion());
    json.writeEndObject();
  }

  private static void identifier(MetricIdentifier metric, JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("metric");
    json.writeStringField("name", metric.name());
    LabelSelector selector = metric.selector();
    if (selector != null) {
      json.writeObjectFieldStart("selector");
      selector(selector, json);
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private static void selector(LabelSelector selector, JsonGenerator json) throws IOException {
    if (!selector.matchLabels().isEmpty()) {
      json.writeObjectFieldStart("matchLabels");
      for (Map.Entry<String, String> label : new TreeMap<>(selector.matchLabels()).entrySet()) {
        json.writeStringField(label.getKey(), label.getValue());
      }
      json.writeEndObject();
    }
    if (selector.matchExpressions().isEmpty()) {
      return;
    }
    json.writeArrayFieldStart("matchExpressions");
    for (Requirement requirement : selector.matchExpressions()) {
      json.writeStartObject();
      json.writeStringField("key", requirement.key());
      json.writeStringField("operator", operator(requirement));
      if (!requirement.values().isEmpty()) {
        json.writeFieldName("values");
        json.writeArray(
            requirement.values().toArray(String[]::new), 0, requirement.values().size());
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static String operator(Requirement requirement) {
    return switch (requirement.operator()) {
      case IN -> "In";
      case NOT_IN -> "NotIn";
      case EXISTS -> "Exists";
      case DOES_NOT_EXIST -> "DoesNotExist";
    };
  }

  private static void target(MetricTarget target, JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("target");
    switch (target) {
      case MetricTarget.Utilization utilization -> {
        json.writeStringField("type", "Utilization");
        json.writeNumberField("averageUtilization", utilization.percent());
      }
      case MetricTarget.AverageValue average -> {
        json.writeStringField("type", "AverageValue");
        json.writeStringField("averageValue", average.value().text());
      }
      case MetricTarget.Value value -> {
        json.writeStringField("type", "Value");
        json.writeStringField("value", value.value().text());
      }
    }
    json.writeEndObject();
  }
}
