package io.gitscaler.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import io.gitscaler.policy.Quantity;
import io.gitscaler.workload.PodSnapshot;
import io.gitscaler.workload.PodSnapshot.Container;
import io.gitscaler.workload.PodSnapshot.ReadyCondition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All pods of one namespace, in the order of their names, from the server's memory: readings of pods are older than that
 * anyway, and a target's pods are most of what a cluster holds. Pods of one template share their labels and containers here,
 * so that a hundred thousand of them fit into little memory.
 */
final class PodLook {
  private static final ResourceKind PODS = new ResourceKind("", "v1", "Pod", "pods", true, false);

  /** What a look needs. */
  static final Right RIGHT = Right.to("list", PODS);

  private static final FieldSelection FIELDS =
      FieldSelection.of(
          "metadata.name",
          "metadata.labels",
          "metadata.deletionTimestamp",
          "spec.containers.name",
          "spec.containers.resources.requests",
          "spec.initContainers.name",
          "spec.initContainers.restartPolicy",
          "spec.initContainers.resources.requests",
          "spec.resources.requests",
          "spec.overhead",
          "status.phase",
          "status.startTime",
          "status.conditions.type",
          "status.conditions.status",
          "status.conditions.lastTransitionTime");

  private final String namespace;
  private final boolean documents;
  private final Map<Object, Object> shared = new HashMap<>();

  /**
   * A look at a namespace.
   *
   * @param documents whether programs need the pods as a whole
   */
  PodLook(String namespace, boolean documents) {
    this.namespace = namespace;
    this.documents = documents;
  }

  List<PodSnapshot> look(ApiRequests requests) {
    FieldSelection fields = documents ? FieldSelection.of() : FIELDS;
    List<PodSnapshot> pods =
        new ObjectList(requests)
            .read(new ObjectList.Query(PODS.path(namespace), true, "", fields), this::pod);
    pods.sort(java.util.Comparator.comparing(PodSnapshot::name));
    return List.copyOf(pods);
  }

  private PodSnapshot pod(JsonNode pod) {
    JsonNode metadata = pod.path("metadata");
    JsonNode spec = pod.path("spec");
    JsonNode status = pod.path("status");
    JsonNode podLevel = spec.path("resources").path("requests");
    return new PodSnapshot(
        namespace,
        metadata.path("name").asText(),
        share(labels(metadata.path("labels"))),
        share(status.path("phase").asText("Unknown")),
        metadata.hasNonNull("deletionTimestamp"),
        time(status.path("startTime")),
        ready(status.path("conditions")),
        share(containers(spec.path("containers"))),
        share(containers(spec.path("initContainers"))),
        podLevel.isObject() ? share(quantities(podLevel)) : null,
        share(quantities(spec.path("overhead"))),
        documents ? Documents.of(pod, PODS) : null);
  }

  private static Map<String, String> labels(JsonNode labels) {
    Map<String, String> read = new HashMap<>();
    labels.properties().forEach(label -> read.put(label.getKey(), label.getValue().asText()));
    return Map.copyOf(read);
  }

  private static @Nullable ReadyCondition ready(JsonNode conditions) {
    for (JsonNode condition : conditions) {
      if (condition.path("type").asText().equals("Ready")) {
        return new ReadyCondition(
            condition.path("status").asText(), time(condition.path("lastTransitionTime")));
      }
    }
    return null;
  }

  private static @Nullable Instant time(JsonNode text) {
    return text.isTextual() ? Instant.parse(text.textValue()) : null;
  }

  private List<Container> containers(JsonNode containers) {
    List<Container> read = new ArrayList<>();
    for (JsonNode container : containers) {
      read.add(
          new Container(
              container.path("name").asText(),
              share(quantities(container.path("resources").path("requests"))),
              container.path("restartPolicy").asText().equals("Always")));
    }
    return List.copyOf(read);
  }

  private Map<String, Quantity> quantities(JsonNode amounts) {
    Map<String, Quantity> read = new HashMap<>();
    amounts
        .properties()
        .forEach(
            amount ->
                Quantity.parse(amount.getValue().asText())
                    .ifPresent(quantity -> read.put(amount.getKey(), share(quantity))));
    return Map.copyOf(read);
  }

  /** One object for all that are equal. */
  @SuppressWarnings("unchecked") // an equal object of the same class
  private <T> T share(T value) {
    Object known = shared.putIfAbsent(value, value);
    return known == null ? value : (T) known;
  }
}
