package io.gitscaler.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import io.gitscaler.policy.LabelSelector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where an object holds what its scale subresource would answer, so that a list of objects makes a request for each scale
 * unnecessary.
 */
sealed interface ScaleFields {
  /** What a scale subresource says. */
  record Scale(int specReplicas, int statusReplicas, String selector) {}

  /** The paths that {@link #read} looks at. */
  List<String> paths();

  /**
   * Reads the scale out of an object.
   *
   * @throws IllegalArgumentException with a sentence's beginning where the object holds something else
   */
  Scale read(JsonNode object);

  /** Whether an answer is a scale; anything else would be one with everything left out: a target at zero. */
  static boolean isSubresource(JsonNode answer) {
    JsonNode metadata = answer.path("metadata");
    return answer.path("kind").asText().equals("Scale")
        && !metadata.path("uid").asText().isEmpty()
        && !metadata.path("resourceVersion").asText().isEmpty();
  }

  /** Reads a scale subresource's own answer, which leaves out a zero. */
  static Scale ofSubresource(JsonNode scale) {
    JsonNode status = scale.path("status");
    return new Scale(
        number(scale.path("spec").path("replicas"), 0, "spec.replicas"),
        number(status.path("replicas"), 0, "status.replicas"),
        status.path("selector").asText(""));
  }

  /** The kinds of Kubernetes itself; empty for any other. */
  static Optional<ScaleFields> ofBuiltIn(ResourceKind kind) {
    boolean known =
        switch (kind.group()) {
          case "apps" -> true;
          case "" -> kind.kind().equals("ReplicationController");
          default -> false;
        };
    return known ? Optional.of(new BuiltIn()) : Optional.empty();
  }

  /** Deployment, StatefulSet, ReplicaSet and ReplicationController. */
  record BuiltIn() implements ScaleFields {
    @Override
    public List<String> paths() {
      return List.of("spec.replicas", "spec.selector", "status.replicas");
    }

    @Override
    public Scale read(JsonNode object) {
      JsonNode spec = object.path("spec");
      // The API server fills in 1 where a manifest says nothing.
      return new Scale(
          number(spec.path("replicas"), 1, "spec.replicas"),
          number(object.path("status").path("replicas"), 0, "status.replicas"),
          selector(spec.path("selector")));
    }

    /** A ReplicationController's selector is a plain map of labels; the others have a LabelSelector. */
    private static String selector(JsonNode selector) {
      boolean plain = !selector.has("matchLabels") && !selector.has("matchExpressions");
      Map<String, String> labels = new HashMap<>();
      (plain ? selector : selector.path("matchLabels"))
          .properties()
          .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
      List<LabelSelector.Requirement> expressions = new ArrayList<>();
      selector.path("matchExpressions").forEach(one -> expressions.add(requirement(one)));
      return new LabelSelector(labels, expressions).toString();
    }

    private static LabelSelector.Requirement requirement(JsonNode expression) {
      List<String> values = new ArrayList<>();
      expression.path("values").forEach(value -> values.add(value.asText()));
      String operator = expression.path("operator").asText();
      return new LabelSelector.Requirement(
          expression.path("key").asText(),
          switch (operator) {
            case "In" -> LabelSelector.Operator.IN;
            case "NotIn" -> LabelSelector.Operator.NOT_IN;
            case "Exists" -> LabelSelector.Operator.EXISTS;
            case "DoesNotExist" -> LabelSelector.Operator.DOES_NOT_EXIST;
            default ->
                throw new IllegalArgumentException("its selector has the operator " + operator);
          },
          values);
    }
  }

  /**
   * A custom resource, by the paths of its definition.
   *
   * @param specReplicasPath without the leading dot
   * @param statusReplicasPath without the leading dot
   * @param labelSelectorPath without the leading dot; empty where the definition has none
   */
  record Custom(String specReplicasPath, String statusReplicasPath, String labelSelectorPath)
      implements ScaleFields {
    @Override
    public List<String> paths() {
      return labelSelectorPath.isEmpty()
          ? List.of(specReplicasPath, statusReplicasPath)
          : List.of(specReplicasPath, statusReplicasPath, labelSelectorPath);
    }

    @Override
    public Scale read(JsonNode object) {
      JsonNode spec = at(object, specReplicasPath);
      if (spec.isMissingNode() || spec.isNull()) {
        // Its scale subresource answers with an error, too: nobody has said yet how many there
        // should be.
        throw new IllegalArgumentException("it has no " + specReplicasPath);
      }
      return new Scale(
          number(spec, 0, specReplicasPath),
          number(at(object, statusReplicasPath), 0, statusReplicasPath),
          labelSelectorPath.isEmpty() ? "" : at(object, labelSelectorPath).asText(""));
    }

    private static JsonNode at(JsonNode object, String path) {
      JsonNode at = object;
      for (String name : path.split("\\.", -1)) {
        at = at.path(name);
      }
      return at;
    }
  }

  private static int number(JsonNode value, int absent, String path) {
    if (value.isMissingNode() || value.isNull()) {
      return absent;
    }
    if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < 0) {
      throw new IllegalArgumentException("its " + path + " is " + value + ", which is no count");
    }
    return value.intValue();
  }
}
