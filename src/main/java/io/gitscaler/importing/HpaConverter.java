package io.gitscaler.importing;

import io.gitscaler.policyfile.Place;
import io.gitscaler.policyfile.PolicyDraft;
import io.gitscaler.policyfile.YamlDocuments;
import io.gitscaler.policyfile.YamlNode;
import io.gitscaler.policyfile.YamlNode.Mapping;
import io.gitscaler.policyfile.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns a HorizontalPodAutoscaler into a policy. What older versions have no field for is in annotations, as the API server writes it
 * when it is asked for such a version.
 *
 * @see <a href="https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/horizontal-pod-autoscaler-v2/">the
 *     reference of autoscaling/v2</a>
 */
final class HpaConverter {
  static final String METRICS = "autoscaling.alpha.kubernetes.io/metrics";
  static final String BEHAVIOR = "autoscaling.alpha.kubernetes.io/behavior";

  /** What the API server takes where a HorizontalPodAutoscaler names no metric. */
  private static final String DEFAULT_CPU_PERCENT = "80";

  private static final Set<String> V1 =
      Set.of("scaleTargetRef", "minReplicas", "maxReplicas", "targetCPUUtilizationPercentage");
  private static final Set<String> V2 =
      Set.of("scaleTargetRef", "minReplicas", "maxReplicas", "metrics", "behavior");

  private final Conversion conversion;
  private final OldMetrics oldMetrics;
  private final Targets targets;

  HpaConverter(Conversion conversion) {
    this.conversion = conversion;
    this.oldMetrics = new OldMetrics(conversion);
    this.targets = new Targets(conversion);
  }

  PolicyDraft convert() {
    Mapping object = conversion.manifest().object();
    Mapping spec = conversion.mapping(object.get("spec"), "spec");
    Fields policy = new Fields(spec == null ? object.place() : spec.place());
    if (spec == null) {
      return conversion.draft(policy);
    }
    String version = conversion.manifest().apiVersion().replaceFirst("autoscaling/", "");
    Map<String, YamlNode> fields = conversion.fields(spec, "spec", known(version, object));
    policy
        .put("scaleTargetRef", targets.of(fields.get("scaleTargetRef"), "spec.scaleTargetRef"))
        .put("minReplicas", fields.get("minReplicas"))
        .put("maxReplicas", fields.get("maxReplicas"))
        .put("metrics", metrics(version, fields, spec.place()))
        .put("behavior", behavior(fields));
    return conversion.draft(policy);
  }

  private Set<String> known(String version, Mapping object) {
    if (!Set.of("v1", "v2beta1", "v2beta2", "v2").contains(version)) {
      YamlNode given = object.get("apiVersion");
      conversion.fault(
          given == null ? object.place() : given.place(),
          "apiVersion",
          "This version of autoscaling is unknown. Write v1, v2beta1, v2beta2 or v2.");
    }
    return version.equals("v1") ? V1 : V2;
  }

  private YamlNode metrics(String version, Map<String, YamlNode> fields, Place place) {
    YamlNode metrics = fields.get("metrics");
    if (version.equals("v1")) {
      metrics = metricsOfV1(fields.get("targetCPUUtilizationPercentage"), place);
    } else if (metrics != null && version.equals("v2beta1")) {
      metrics = oldMetrics.convert(metrics, "spec.metrics");
    }
    if (metrics instanceof Sequence list && !list.items().isEmpty()) {
      return Nodes.withoutNulls(targets.ofMetrics(list, "spec.metrics"));
    } else if (metrics != null && !(metrics instanceof Sequence)) {
      return metrics; // The check of the policy says what is wrong.
    }
    conversion.remark(
        "It names no metric; the default of Kubernetes, %s%% of the requested cpu, is written out."
            .formatted(DEFAULT_CPU_PERCENT));
    return cpu(place, Fields.word(place, DEFAULT_CPU_PERCENT)).asOnlyItem();
  }

  /** The metrics of the annotation, and the cpu after them, as the API server has it. */
  private @Nullable YamlNode metricsOfV1(@Nullable YamlNode cpuPercent, Place place) {
    YamlNode annotated = annotation(METRICS);
    List<YamlNode> metrics = new ArrayList<>();
    if (annotated != null) {
      YamlNode converted = oldMetrics.convert(annotated, METRICS);
      if (!(converted instanceof Sequence sequence)) {
        return converted;
      }
      metrics.addAll(sequence.items());
    }
    if (cpuPercent != null) {
      metrics.add(cpu(cpuPercent.place(), cpuPercent).mapping());
    }
    return metrics.isEmpty() ? null : new Sequence(place, null, metrics);
  }

  /** A target for cpu in percent of the request. */
  static Fields cpu(Place place, YamlNode percent) {
    return resource(place, "cpu", "Utilization", "averageUtilization", percent);
  }

  /**
   * A target for a resource of the pods.
   *
   * @param field the target's field that holds the value
   */
  static Fields resource(Place place, String name, String type, String field, YamlNode value) {
    return new Fields(place)
        .put("type", "Resource")
        .put(
            "resource",
            new Fields(place)
                .put("name", name)
                .put("target", new Fields(place).put("type", type).put(field, value)));
  }

  private @Nullable YamlNode behavior(Map<String, YamlNode> fields) {
    YamlNode behavior = fields.get("behavior");
    if (behavior == null) {
      YamlNode annotated = annotation(BEHAVIOR);
      behavior = annotated == null ? null : Nodes.withSmallNames(annotated);
    }
    return behavior == null ? null : Nodes.withoutNulls(behavior);
  }

  /** The JSON in an annotation, at the place of the annotation. */
  private @Nullable YamlNode annotation(String name) {
    Mapping metadata = Nodes.mapping(conversion.manifest().object(), "metadata");
    Mapping annotations = Nodes.mapping(metadata, "annotations");
    YamlNode value = annotations == null ? null : annotations.get(name);
    String text = Conversion.text(value);
    if (value == null || text == null) {
      return null;
    }
    YamlDocuments documents = YamlDocuments.of(text);
    if (documents.fault() != null || documents.documents().size() != 1) {
      conversion.fault(
          value.place(),
          "metadata.annotations." + name,
          "The annotation is not valid JSON. Correct it, or get the object as autoscaling/v2.");
      return null;
    }
    return Nodes.at(value.place(), documents.documents().getFirst());
  }
}
