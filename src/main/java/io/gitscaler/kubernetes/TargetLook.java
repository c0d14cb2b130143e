package io.gitscaler.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.gitscaler.failure.FailureKind;
import io.gitscaler.failure.OutsideFailure;
import io.gitscaler.policy.TargetRef;
import io.gitscaler.workload.Sight;
import io.gitscaler.workload.Workload;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The targets of one kind in one namespace: one list for all of them. They are read as they are at that moment, not from the
 * server's memory: a decision rests on them, and what an interrupted run left behind is judged by them. Since Kubernetes 1.31
 * such a list costs the server hardly more.
 *
 * @param targets by name
 * @param documented names of the targets whose programs need the whole object
 */
record TargetLook(
    ApiRequests requests,
    String namespace,
    ScalableKind kind,
    Map<String, TargetRef> targets,
    Set<String> documented) {
  /** Lists them, by name. One that holds strange things is unseen; the others are not affected. */
  Map<String, Sight<Workload>> list(ScaleFields fields) {
    List<String> paths = new ArrayList<>(fields.paths());
    paths.addAll(List.of("metadata.name", "metadata.uid", "metadata.resourceVersion"));
    FieldSelection selection =
        documented.isEmpty()
            ? FieldSelection.of(paths.toArray(String[]::new))
            : FieldSelection.of();
    String only = only(targets.keySet());
    String path = kind.resource().path(namespace);
    Map<String, Sight<Workload>> seen = new HashMap<>();
    new ObjectList(requests)
        .read(new ObjectList.Query(path, false, only), selection::read)
        .forEach(
            object -> {
              String name = object.path("metadata").path("name").asText();
              TargetRef target = targets.get(name);
              if (target != null) {
                seen.put(name, see(target, object, fields));
              }
            });
    return seen;
  }

  /** One target is asked for by its name, so that the right to list can be limited to it; more of them are a list of all. */
  private static String only(Set<String> names) {
    return names.size() == 1 ? names.iterator().next() : "";
  }

  /** What {@link #list} needs. */
  static Right listRight(ResourceKind kind, Set<String> names) {
    return Right.to("list", kind).named(only(names));
  }

  /** What {@link #atScale} needs. */
  static List<Right> scaleRights(ResourceKind kind, String name, boolean documented) {
    Right get = Right.to("get", kind).named(name);
    return documented ? List.of(get.at("scale"), get) : List.of(get.at("scale"));
  }

  private Sight<Workload> see(TargetRef target, JsonNode object, ScaleFields fields) {
    String name = target.name();
    try {
      String document = documented.contains(name) ? Documents.of(object, kind.resource()) : null;
      return Sight.of(workload(target, object.path("metadata"), fields.read(object), document));
    } catch (IllegalArgumentException e) {
      return Sight.failed(
          new OutsideFailure(
              FailureKind.UNUSABLE,
              kind.resource().where(namespace, name),
              String.valueOf(e.getMessage()),
              "Correct the object."));
    }
  }

  /**
   * Asks for the scale of one target.
   *
   * @throws OutsideFailure where it is missing, or the answer is no scale
   * @throws KubernetesClientException where it cannot be asked for
   */
  Workload atScale(TargetRef target) {
    String path = kind.resource().path(namespace) + "/" + target.name();
    try {
      JsonNode scale = scale(target, path + "/scale");
      String document =
          documented.contains(target.name())
              ? Documents.of(requests.get(path), kind.resource())
              : null;
      return workload(target, scale.path("metadata"), ScaleFields.ofSubresource(scale), document);
    } catch (KubernetesClientException e) {
      throw e.getCode() == 404 ? missing(target.name()) : e;
    }
  }

  private JsonNode scale(TargetRef target, String path) {
    JsonNode answer = requests.get(path);
    if (!ScaleFields.isSubresource(answer)) {
      throw KubernetesFailures.unreadable(kind.resource().where(namespace, target.name()), null);
    }
    return answer;
  }

  private Workload workload(
      TargetRef target, JsonNode metadata, ScaleFields.Scale scale, @Nullable String document) {
    return new Workload(
        namespace,
        target,
        metadata.path("uid").asText(),
        metadata.path("resourceVersion").asText(),
        scale.specReplicas(),
        scale.statusReplicas(),
        scale.selector(),
        document);
  }

  /** What is to be said where a target is not among those that were found. */
  OutsideFailure missing(String name) {
    return new OutsideFailure(
        FailureKind.NOT_FOUND,
        kind.resource().where(namespace, name),
        "there is no such object",
        "Create it, or correct the policy's scaleTargetRef and namespace.");
  }
}
