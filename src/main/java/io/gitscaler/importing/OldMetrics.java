package io.gitscaler.importing;

import io.gitscaler.policyfile.Place;
import io.gitscaler.policyfile.YamlNode;
import io.gitscaler.policyfile.YamlNode.Mapping;
import io.gitscaler.policyfile.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Metrics as autoscaling/v2beta1 spells them, and autoscaling/v1 in an annotation: with {@code metricName}, {@code targetValue} and
 * {@code targetAverageUtilization}.
 *
 * @see <a href="https://v1-24.docs.kubernetes.io/docs/reference/generated/kubernetes-api/v1.24/#metricspec-v2beta1-autoscaling">the
 *     reference of autoscaling/v2beta1</a>
 */
record OldMetrics(Conversion conversion) {
  private static final Map<String, String> BLOCKS =
      Map.of(
          "Resource",
          "resource",
          "ContainerResource",
          "containerResource",
          "Pods",
          "pods",
          "Object",
          "object",
          "External",
          "external");
  private static final Set<String> RESOURCE =
      Set.of("name", "container", "targetAverageUtilization", "targetAverageValue");
  private static final Set<String> PODS = Set.of("metricName", "targetAverageValue", "selector");
  private static final Set<String> OBJECT =
      Set.of("target", "metricName", "targetValue", "selector", "averageValue");
  private static final Set<String> EXTERNAL =
      Set.of("metricName", "metricSelector", "targetValue", "targetAverageValue");

  /** The list as autoscaling/v2 spells it; what is not a list stays as it is. */
  YamlNode convert(YamlNode node, String path) {
    if (!(node instanceof Sequence sequence)) {
      return node;
    }
    List<YamlNode> metrics = new ArrayList<>();
    for (int i = 0; i < sequence.items().size(); i++) {
      YamlNode item = sequence.items().get(i);
      metrics.add(item instanceof Mapping mapping ? metric(mapping, path + "[" + i + "]") : item);
    }
    return new Sequence(sequence.place(), sequence.tag(), metrics);
  }

  private YamlNode metric(Mapping metric, String path) {
    String type = metric.text("type");
    String block = type == null ? null : BLOCKS.get(type);
    if (block == null || !(metric.get(block) instanceof Mapping source)) {
      return metric; // The check of the policy says what is wrong.
    }
    String blockPath = path + "." + block;
    return new Fields(metric.place())
        .put("type", metric.get("type"))
        .put(
            block,
            switch (block) {
              case "pods" -> pods(source, blockPath);
              case "object" -> object(source, blockPath);
              case "external" -> external(source, blockPath);
              default -> resource(source, blockPath);
            })
        .mapping();
  }

  private Fields resource(Mapping source, String path) {
    Map<String, YamlNode> fields = conversion.fields(source, path, RESOURCE);
    return new Fields(source.place())
        .put("name", fields.get("name"))
        .put("container", fields.get("container"))
        .put(
            "target",
            target(
                source.place(),
                fields.get("targetAverageUtilization"),
                fields.get("targetAverageValue"),
                null));
  }

  private Fields pods(Mapping source, String path) {
    Map<String, YamlNode> fields = conversion.fields(source, path, PODS);
    return new Fields(source.place())
        .put("metric", metric(source.place(), fields, "selector"))
        .put("target", target(source.place(), null, fields.get("targetAverageValue"), null));
  }

  private Fields object(Mapping source, String path) {
    Map<String, YamlNode> fields = conversion.fields(source, path, OBJECT);
    YamlNode average = fields.get("averageValue");
    // targetValue is required there; it counts only where there is no averageValue.
    YamlNode value = average == null ? fields.get("targetValue") : null;
    return new Fields(source.place())
        .put("metric", metric(source.place(), fields, "selector"))
        .put("describedObject", new Targets(conversion).of(fields.get("target"), path + ".target"))
        .put("target", target(source.place(), null, average, value));
  }

  private Fields external(Mapping source, String path) {
    Map<String, YamlNode> fields = conversion.fields(source, path, EXTERNAL);
    return new Fields(source.place())
        .put("metric", metric(source.place(), fields, "metricSelector"))
        .put(
            "target",
            target(
                source.place(), null, fields.get("targetAverageValue"), fields.get("targetValue")));
  }

  private static Fields metric(Place place, Map<String, YamlNode> fields, String selector) {
    return new Fields(place)
        .put("name", fields.get("metricName"))
        .put("selector", fields.get(selector));
  }

  /** With every value that is given: the check of the policy refuses more than one. */
  private static @Nullable YamlNode target(
      Place place,
      @Nullable YamlNode utilization,
      @Nullable YamlNode average,
      @Nullable YamlNode value) {
    if (utilization == null && average == null && value == null) {
      return null;
    }
    String type = utilization != null ? "Utilization" : average != null ? "AverageValue" : "Value";
    return new Fields(place)
        .put("type", type)
        .put("averageUtilization", utilization)
        .put("averageValue", average)
        .put("value", value)
        .mapping();
  }
}
