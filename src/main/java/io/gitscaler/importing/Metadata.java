package io.gitscaler.importing;

import io.gitscaler.policyfile.YamlNode;
import io.gitscaler.policyfile.YamlNode.Mapping;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who a policy is: the name, namespace, labels and annotations of the manifest, without what a cluster adds. */
record Metadata(Conversion conversion, @Nullable String namespace) {
  /** What carries fields of other versions, the last state, or what kubectl applied. */
  private static final List<String> NOISE =
      List.of(
          "autoscaling.alpha.kubernetes.io/",
          "kubectl.kubernetes.io/",
          "deployment.kubernetes.io/");

  Fields of(Mapping object) {
    Mapping source = conversion.mapping(object.get("metadata"), "metadata");
    if (source == null) {
      return new Fields(object.place()).put("name", "unnamed").put("namespace", "unnamed");
    }
    owners(source);
    return new Fields(source.place())
        .put("name", present(source.get("name")))
        .put("namespace", namespace(source))
        .put("labels", texts(Nodes.mapping(source, "labels")))
        .put("annotations", texts(Nodes.mapping(source, "annotations")));
  }

  private static @Nullable YamlNode present(@Nullable YamlNode node) {
    return Nodes.isNull(node) ? null : node;
  }

  private YamlNode namespace(Mapping source) {
    YamlNode given = present(source.get("namespace"));
    if (given != null) {
      return given;
    }
    if (namespace == null) {
      conversion.fault(
          source.place(),
          "metadata.namespace",
          "The manifest names no namespace. Add it, or name it with --target-namespace.");
    }
    return Fields.word(source.place(), namespace == null ? "unnamed" : namespace);
  }

  private static @Nullable YamlNode texts(@Nullable Mapping source) {
    if (source == null) {
      return null;
    }
    List<YamlNode.Entry> kept =
        source.entries().stream()
            .filter(
                entry ->
                    !Nodes.isNull(entry.value())
                        && NOISE.stream().noneMatch(String.valueOf(entry.name())::startsWith))
            .toList();
    return kept.isEmpty() ? null : new Mapping(source.place(), null, kept);
  }

  private void owners(Mapping source) {
    for (YamlNode owner : Nodes.items(source.get("ownerReferences"))) {
      if (owner instanceof Mapping mapping) {
        conversion.remark(
            "It belongs to %s %s, which makes it anew when it is deleted. Remove that first."
                .formatted(mapping.text("kind"), mapping.text("name")));
      }
    }
  }
}
