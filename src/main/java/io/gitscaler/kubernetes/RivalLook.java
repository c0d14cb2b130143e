package io.gitscaler.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.gitscaler.policy.TargetRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The other autoscalers of one namespace: HorizontalPodAutoscalers, and KEDA's ScaledObjects where that kind exists. Read from
 * the server's memory; an autoscaler that is some moments old is found by the next pass.
 *
 * @param name of the autoscaler
 * @param target what it scales
 * @param anyGroup whether it names no API version, so that the kind alone must do
 */
record RivalLook(String kind, String name, TargetRef target, boolean anyGroup) {
  private static final FieldSelection FIELDS =
      FieldSelection.of("metadata.name", "spec.scaleTargetRef");
  private static final List<String> HPA_VERSIONS = List.of("v2", "v1", "v2beta2");

  /** What a look needs; the kinds need not be there. */
  static final List<Right> RIGHTS =
      List.of(
          Right.to("list", scaledObjects()),
          Right.to("list", autoscalers(HPA_VERSIONS.getFirst())));

  /** Whether it scales what the policy names. Versions of one group are the same objects. */
  boolean scales(TargetRef wanted) {
    return target.kind().equals(wanted.kind())
        && target.name().equals(wanted.name())
        && (anyGroup || target.group().equals(wanted.group()));
  }

  @Override
  public String toString() {
    return kind + " " + name;
  }

  /** Lists them; ScaledObjects first, because each has a HorizontalPodAutoscaler that it made itself. */
  static List<RivalLook> in(String namespace, ApiDiscovery discovery, ApiRequests requests) {
    List<RivalLook> found = new ArrayList<>();
    if (discovery.versions("keda.sh").contains("v1alpha1")) {
      // KEDA's own defaults for a reference that leaves them out.
      found.addAll(list(requests, scaledObjects(), namespace, "apps/v1", "Deployment"));
    }
    Optional<String> version = newestHpa(discovery);
    if (version.isPresent()) {
      found.addAll(list(requests, autoscalers(version.get()), namespace, null, ""));
    }
    return List.copyOf(found);
  }

  private static ResourceKind scaledObjects() {
    return new ResourceKind("keda.sh", "v1alpha1", "ScaledObject", "scaledobjects", true, false);
  }

  private static ResourceKind autoscalers(String version) {
    return new ResourceKind(
        "autoscaling", version, "HorizontalPodAutoscaler", "horizontalpodautoscalers", true, false);
  }

  private static Optional<String> newestHpa(ApiDiscovery discovery) {
    List<String> served = discovery.versions("autoscaling");
    return HPA_VERSIONS.stream().filter(served::contains).findFirst();
  }

  private static List<RivalLook> list(
      ApiRequests requests,
      ResourceKind kind,
      String namespace,
      @Nullable String apiVersion,
      String targetKind) {
    try {
      return new ObjectList(requests)
          .read(
              new ObjectList.Query(kind.path(namespace), true, ""),
              parser -> of(kind.kind(), FIELDS.read(parser), apiVersion, targetKind));
    } catch (KubernetesClientException e) {
      if (e.getCode() == 404) {
        // The group is served without this kind.
        return List.of();
      }
      throw KubernetesFailures.translate(kind.fullName() + " in namespace " + namespace, e);
    }
  }

  private static RivalLook of(
      String kind, JsonNode object, @Nullable String apiVersion, String targetKind) {
    JsonNode reference = object.path("spec").path("scaleTargetRef");
    String named = reference.path("apiVersion").asText("");
    String version = named.isEmpty() && apiVersion != null ? apiVersion : named;
    TargetRef target =
        new TargetRef(
            version, reference.path("kind").asText(targetKind), reference.path("name").asText());
    return new RivalLook(
        kind, object.path("metadata").path("name").asText(), target, version.isEmpty());
  }
}
