package io.gitscaler.importing;

import io.gitscaler.policyfile.Place;
import io.gitscaler.policyfile.PolicyDraft;
import io.gitscaler.policyfile.YamlNode;
import io.gitscaler.policyfile.YamlNode.Mapping;
import io.gitscaler.policyfile.YamlNode.Scalar;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is found out while one manifest is turned into a policy. */
final class Conversion {
  private final Manifest manifest;
  private final @Nullable String namespace;
  private final List<String> remarks = new ArrayList<>();
  private final List<PolicyDraft.Fault> faults = new ArrayList<>();
  private final IdentityHashMap<Place, String> elsewhere = new IdentityHashMap<>();

  /**
   * Of this manifest.
   *
   * @param namespace for a manifest that names none; null where nobody said
   */
  Conversion(Manifest manifest, @Nullable String namespace) {
    this.manifest = manifest;
    this.namespace = namespace;
  }

  Manifest manifest() {
    return manifest;
  }

  /** Notes what the reader should know. */
  void remark(String sentence) {
    remarks.add(sentence);
  }

  /** Notes what keeps the manifest from becoming a policy. */
  void fault(Place place, String field, String message) {
    faults.add(new PolicyDraft.Fault(place, field, message));
  }

  /** Remembers that everything in these nodes stands in another file. */
  void standsIn(String file, YamlNode node) {
    elsewhere.put(node.place(), file);
    if (node instanceof Mapping mapping) {
      for (YamlNode.Entry entry : mapping.entries()) {
        standsIn(file, entry.key());
        standsIn(file, entry.value());
      }
    } else {
      Nodes.items(node).forEach(item -> standsIn(file, item));
    }
  }

  /** The fields that have a value; says which are unknown, and which occur twice. */
  Map<String, YamlNode> fields(Mapping mapping, String path, Set<String> known) {
    Map<String, YamlNode> fields = new LinkedHashMap<>();
    for (YamlNode.Entry entry : mapping.entries()) {
      String name = entry.name();
      Place place = entry.key().place();
      if (name == null || name.equals("<<")) {
        fault(place, path, "Merge keys are not supported. Write the fields here instead.");
      } else if (!known.contains(name)) {
        remark(path + "." + name + " has no counterpart and is left out.");
      } else if (!Nodes.isNull(entry.value()) && fields.putIfAbsent(name, entry.value()) != null) {
        fault(place, path + "." + name, "The field occurs twice. Keep one.");
      }
    }
    return fields;
  }

  /** The value as a mapping; a fault where it is none. */
  @Nullable Mapping mapping(@Nullable YamlNode node, String path) {
    if (node instanceof Mapping mapping) {
      return mapping;
    }
    Place place = node == null ? manifest.object().place() : node.place();
    fault(
        place,
        path,
        node == null
            ? "The field is missing. Add it."
            : "Fields are expected here, one to a line. Correct it.");
    return null;
  }

  /** The policy with this specification. */
  PolicyDraft draft(Fields spec) {
    Mapping policy =
        new Fields(manifest.object().place())
            .put("apiVersion", "gitscaler.io/v1alpha1")
            .put("kind", "ScalerPolicy")
            .put("metadata", new Metadata(this, namespace).of(manifest.object()))
            .put("spec", spec)
            .mapping();
    return new PolicyDraft(
        manifest.file(),
        manifest.folder(),
        policy,
        manifest.origin(),
        remarks,
        faults,
        place -> elsewhere.getOrDefault(place, manifest.file()));
  }

  /** The text of a scalar; null for anything else. */
  static @Nullable String text(@Nullable YamlNode node) {
    return node instanceof Scalar scalar && !scalar.isNull() ? scalar.text() : null;
  }
}
