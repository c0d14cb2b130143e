package io.gitscaler.policyfile;

import io.gitscaler.policy.PolicyId;
import io.gitscaler.policy.TargetRef;
import io.gitscaler.policyfile.YamlNode.Mapping;
import io.gitscaler.policyfile.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the pods of workloads request, by the workloads' manifests that lie among the policies. */
final class PodTemplates {
  private final Map<Key, List<PodTemplate>> templates = new HashMap<>();

  private record Key(String group, String kind, String name) {}

  /**
   * The pods of one workload.
   *
   * @param where {@code shop/checkout.yaml:12}
   * @param namespace null where the manifest names none
   * @param containers what each requests: those that run together
   * @param pod what the pod as a whole requests
   */
  record PodTemplate(
      String where,
      @Nullable String namespace,
      Map<String, Set<String>> containers,
      Set<String> pod) {}

  /** Takes a manifest; others than of workloads have no pods and do not count. */
  void add(PolicyFile file, Mapping manifest) {
    if (manifest.get("items") instanceof Sequence list) {
      for (YamlNode item : list.items()) {
        if (item instanceof Mapping mapping) {
          add(file, mapping);
        }
      }
      return;
    }
    String apiVersion = manifest.text("apiVersion");
    String kind = manifest.text("kind");
    Mapping metadata = mapping(manifest, "metadata");
    String name = metadata == null ? null : metadata.text("name");
    Mapping pod = mapping(mapping(mapping(manifest, "spec"), "template"), "spec");
    if (apiVersion == null || kind == null || metadata == null || name == null || pod == null) {
      return;
    }
    Map<String, Set<String>> containers = new LinkedHashMap<>();
    containers(pod, "containers", false, containers);
    containers(pod, "initContainers", true, containers);
    String where = file.name() + ":" + manifest.place().line();
    PodTemplate template =
        new PodTemplate(where, metadata.text("namespace"), containers, requests(pod));
    String group = new TargetRef(apiVersion, kind, name).group();
    templates.computeIfAbsent(new Key(group, kind, name), key -> new ArrayList<>()).add(template);
  }

  /** The one that a policy means; null where there is none or nobody can tell which. */
  @Nullable PodTemplate of(PolicyId policy, TargetRef target) {
    List<PodTemplate> found =
        templates.getOrDefault(new Key(target.group(), target.kind(), target.name()), List.of());
    List<PodTemplate> exact =
        found.stream().filter(it -> policy.namespace().equals(it.namespace())).toList();
    List<PodTemplate> candidates =
        exact.isEmpty() ? found.stream().filter(it -> it.namespace() == null).toList() : exact;
    return candidates.size() == 1 ? candidates.getFirst() : null;
  }

  private static void containers(
      Mapping pod, String field, boolean onlyRestarting, Map<String, Set<String>> containers) {
    if (!(pod.get(field) instanceof Sequence list)) {
      return;
    }
    for (YamlNode item : list.items()) {
      String name = item instanceof Mapping container ? container.text("name") : null;
      if (item instanceof Mapping container
          && name != null
          && (!onlyRestarting || "Always".equals(container.text("restartPolicy")))) {
        containers.put(name, requests(container));
      }
    }
  }

  /** The resources that are requested; one with a limit only is requested as much, says the Kubernetes API. */
  private static Set<String> requests(Mapping containerOrPod) {
    Set<String> names = new HashSet<>();
    Mapping resources = mapping(containerOrPod, "resources");
    for (String field : List.of("requests", "limits")) {
      Mapping amounts = mapping(resources, field);
      if (amounts != null) {
        amounts.entries().forEach(entry -> names.add(String.valueOf(entry.name())));
      }
    }
    return names;
  }

  private static @Nullable Mapping mapping(@Nullable Mapping parent, String field) {
    return parent != null && parent.get(field) instanceof Mapping mapping ? mapping : null;
  }
}
