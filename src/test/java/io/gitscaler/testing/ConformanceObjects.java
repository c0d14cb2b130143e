package io.gitscaler.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gitscaler.policy.MetricSpec;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Spells the parts of conformance cases as the objects that an API server and its metrics APIs would serve. */
final class ConformanceObjects {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String namespace;
  private final JsonNode json;

  ConformanceObjects(String namespace, JsonNode json) {
    this.namespace = namespace;
    this.json = json;
  }

  /** The Deployment {@code web}; spec and status have the same count. */
  ObjectNode deployments() {
    int replicas = json.path("currentReplicas").asInt(1);
    ObjectNode deployment = JSON.createObjectNode();
    metadata(deployment, "web").put("uid", "uid-web").put("resourceVersion", "1");
    ObjectNode spec = deployment.putObject("spec").put("replicas", replicas);
    spec.putObject("selector").putObject("matchLabels").put("app", "web");
    deployment.putObject("status").put("replicas", replicas);
    return list(deployment);
  }

  ObjectNode pods() {
    boolean podLevel = json.path("featureGates").path("PodLevelResources").asBoolean(true);
    ObjectNode pods = list();
    for (JsonNode pod : json.path("pods")) {
      ((ArrayNode) pods.get("items")).add(pod(pod, podLevel));
    }
    return pods;
  }

  private ObjectNode pod(JsonNode pod, boolean podLevel) {
    ObjectNode object = JSON.createObjectNode();
    ObjectNode metadata = metadata(object, pod.path("name").asText());
    put(metadata, "deletionTimestamp", ConformanceValues.time(pod.path("deletionTimestamp")));
    ObjectNode spec = object.putObject("spec");
    containers(spec.putArray("containers"), pod.path("containers"));
    containers(spec.putArray("initContainers"), pod.path("initContainers"));
    if (podLevel && pod.path("podLevelRequestsMilli").isObject()) {
      quantities(
          spec.putObject("resources").putObject("requests"), pod.path("podLevelRequestsMilli"));
    }
    quantities(spec.putObject("overhead"), pod.path("overheadMilli"));
    ObjectNode status = object.putObject("status").put("phase", pod.path("phase").asText());
    put(status, "startTime", ConformanceValues.time(pod.path("startTime")));
    JsonNode ready = pod.path("readyCondition");
    if (ready.isObject()) {
      ObjectNode condition = status.putArray("conditions").addObject().put("type", "Ready");
      condition.put("status", ready.path("status").asText());
      put(
          condition,
          "lastTransitionTime",
          ConformanceValues.time(ready.path("lastTransitionTime")));
    }
    return object;
  }

  private static void containers(ArrayNode containers, JsonNode list) {
    for (JsonNode container : list) {
      ObjectNode object = containers.addObject().put("name", container.path("name").asText());
      quantities(
          object.putObject("resources").putObject("requests"), container.path("requestsMilli"));
      if (container.path("restartPolicy").isTextual()) {
        object.put("restartPolicy", container.path("restartPolicy").asText());
      }
    }
  }

  /** What the metrics API of this kind of metric would list. */
  ObjectNode samples(MetricSpec spec) {
    ObjectNode samples = list();
    for (JsonNode sample : json.path("samples")) {
      ObjectNode item = ((ArrayNode) samples.get("items")).addObject();
      put(item, "timestamp", ConformanceValues.time(sample.path("timestamp")));
      if (spec instanceof MetricSpec.Resource || spec instanceof MetricSpec.ContainerResource) {
        metadata(item, sample.path("podName").asText());
        item.put("window", window(sample) + "s");
        usage(item.putArray("containers"), sample, spec);
      } else {
        item.putObject("describedObject").put("name", sample.path("podName").asText());
        if (sample.path("windowSeconds").isNumber()) {
          item.put("windowSeconds", sample.path("windowSeconds").asLong());
        }
        item.put("value", sample.path("valueMilli").asLong() + "m");
      }
    }
    return samples;
  }

  private static long window(JsonNode sample) {
    return sample.path("windowSeconds").asLong(sample.path("effectiveWindowSeconds").asLong());
  }

  private static void usage(ArrayNode containers, JsonNode sample, MetricSpec spec) {
    if (sample.has("containers")) {
      for (JsonNode container : sample.path("containers")) {
        ObjectNode object = containers.addObject().put("name", container.path("name").asText());
        quantities(object.putObject("usage"), container.path("usageMilli"));
      }
    } else {
      containers
          .addObject()
          .put("name", "all")
          .putObject("usage")
          .put(spec.label(), sample.path("valueMilli").asLong() + "m");
    }
  }

  private static void quantities(ObjectNode quantities, JsonNode milli) {
    milli
        .properties()
        .forEach(entry -> quantities.put(entry.getKey(), entry.getValue().asLong() + "m"));
  }

  private ObjectNode metadata(ObjectNode object, String name) {
    ObjectNode metadata =
        object.putObject("metadata").put("name", name).put("namespace", namespace);
    metadata.putObject("labels").put("app", "web");
    return metadata;
  }

  private static void put(ObjectNode object, String field, @Nullable Instant time) {
    if (time != null) {
      object.put(field, time.toString());
    }
  }

  static ObjectNode list(ObjectNode... items) {
    ObjectNode list = JSON.createObjectNode();
    list.putObject("metadata");
    ArrayNode array = list.putArray("items");
    for (ObjectNode item : items) {
      array.add(item);
    }
    return list;
  }
}
