package io.gitscaler.importing;

import io.gitscaler.policyfile.YamlNode;
import io.gitscaler.policyfile.YamlNode.Mapping;
import io.gitscaler.policyfile.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** References to objects, whose API version the manifests of other autoscalers may leave out or spell in ways of the past. */
record Targets(Conversion conversion) {
  /** The kinds that kubectl itself can autoscale, and those that metrics often describe. */
  static final Map<String, String> API_VERSIONS =
      Map.of(
          "Deployment",
          "apps/v1",
          "ReplicaSet",
          "apps/v1",
          "StatefulSet",
          "apps/v1",
          "ReplicationController",
          "v1",
          "Ingress",
          "networking.k8s.io/v1",
          "Service",
          "v1",
          "Pod",
          "v1",
          "Namespace",
          "v1");

  /** Versions that no supported Kubernetes serves any more. */
  private static final Set<String> GONE =
      Set.of("extensions/v1beta1", "apps/v1beta1", "apps/v1beta2", "networking.k8s.io/v1beta1");

  private static final Set<String> FIELDS = Set.of("apiVersion", "kind", "name");

  /** The reference with an API version of today; null where there is none at all. */
  @Nullable YamlNode of(@Nullable YamlNode node, String path) {
    if (!(node instanceof Mapping mapping)) {
      return node;
    }
    Map<String, YamlNode> fields = conversion.fields(mapping, path, FIELDS);
    String kind = Conversion.text(fields.get("kind"));
    String today = kind == null ? null : API_VERSIONS.get(kind);
    YamlNode given = fields.get("apiVersion");
    String apiVersion = Conversion.text(given);
    YamlNode used = given;
    if (today != null && (given == null || GONE.contains(String.valueOf(apiVersion)))) {
      used = Fields.word(mapping.place(), today);
      conversion.remark(
          given == null
              ? "%s names no apiVersion; %s is assumed.".formatted(path, today)
              : "%s names %s, which Kubernetes serves no more; %s stands instead."
                  .formatted(path, apiVersion, today));
    }
    return new Fields(mapping.place())
        .put("apiVersion", used)
        .put("kind", fields.get("kind"))
        .put("name", fields.get("name"))
        .mapping();
  }

  /** The metrics of autoscaling/v2 with the objects that they describe as of today. */
  Sequence ofMetrics(Sequence metrics, String path) {
    List<YamlNode> items = new ArrayList<>();
    for (int i = 0; i < metrics.items().size(); i++) {
      YamlNode metric = metrics.items().get(i);
      String blockPath = path + "[" + i + "].object.describedObject";
      items.add(
          Nodes.changed(
              metric,
              "object",
              object ->
                  Nodes.changed(
                      object,
                      "describedObject",
                      described -> Objects.requireNonNull(of(described, blockPath)))));
    }
    return new Sequence(metrics.place(), metrics.tag(), items);
  }
}
