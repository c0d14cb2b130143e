package io.gitscaler.demo;

import io.fabric8.kubernetes.api.model.APIGroupBuilder;
import io.fabric8.kubernetes.api.model.APIGroupListBuilder;
import io.fabric8.kubernetes.api.model.APIResourceBuilder;
import io.fabric8.kubernetes.api.model.APIResourceListBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the embedded cluster says that it serves. */
final class EmbeddedDiscovery {
  private static final List<Resource> RESOURCES =
      List.of(
          new Resource("v1", "Pod", "pods", false),
          new Resource("v1", "ConfigMap", "configmaps", false),
          new Resource("v1", "Event", "events", false),
          new Resource("apps/v1", "Deployment", "deployments", true),
          new Resource(
              "autoscaling/v2", "HorizontalPodAutoscaler", "horizontalpodautoscalers", false),
          new Resource("coordination.k8s.io/v1", "Lease", "leases", false),
          new Resource("events.k8s.io/v1", "Event", "events", false),
          new Resource("metrics.k8s.io/v1beta1", "PodMetrics", "pods", false));

  private record Resource(String apiVersion, String kind, String plural, boolean scalable) {
    String group() {
      return apiVersion.substring(0, Math.max(0, apiVersion.indexOf('/')));
    }
  }

  private EmbeddedDiscovery() {}

  /** The answer to a path of discovery; null where the path is none. */
  static @Nullable String answer(String path) {
    return switch (path) {
      case "/version" -> "{\"major\":\"1\",\"minor\":\"36\",\"gitVersion\":\"v1.36.0\"}";
      case "/api" -> "{\"kind\":\"APIVersions\",\"versions\":[\"v1\"]}";
      case "/apis" -> groups();
      default -> resources(path);
    };
  }

  private static String groups() {
    APIGroupListBuilder list = new APIGroupListBuilder();
    RESOURCES.stream()
        .filter(resource -> !resource.group().isEmpty())
        .map(Resource::apiVersion)
        .distinct()
        .forEach(apiVersion -> list.addToGroups(group(apiVersion)));
    return Serialization.asJson(list.build());
  }

  private static io.fabric8.kubernetes.api.model.APIGroup group(String apiVersion) {
    String version = apiVersion.substring(apiVersion.indexOf('/') + 1);
    return new APIGroupBuilder()
        .withName(apiVersion.substring(0, apiVersion.indexOf('/')))
        .addNewVersion(apiVersion, version)
        .withNewPreferredVersion(apiVersion, version)
        .build();
  }

  private static @Nullable String resources(String path) {
    List<Resource> served =
        RESOURCES.stream()
            .filter(
                resource ->
                    path.equals(
                        (resource.group().isEmpty() ? "/api/" : "/apis/") + resource.apiVersion()))
            .toList();
    if (served.isEmpty()) {
      return null;
    }
    APIResourceListBuilder list =
        new APIResourceListBuilder().withGroupVersion(served.getFirst().apiVersion());
    for (Resource resource : served) {
      list.addToResources(
          new APIResourceBuilder()
              .withName(resource.plural())
              .withKind(resource.kind())
              .withNamespaced(true)
              .withVerbs("create", "delete", "get", "list", "update")
              .build());
      if (resource.scalable()) {
        list.addToResources(
            new APIResourceBuilder()
                .withName(resource.plural() + "/scale")
                .withGroup("autoscaling")
                .withVersion("v1")
                .withKind("Scale")
                .withNamespaced(true)
                .withVerbs("get", "update")
                .build());
      }
    }
    return Serialization.asJson(list.build());
  }
}
