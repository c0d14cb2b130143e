package io.gitscaler.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.gitscaler.failure.FailureKind;
import io.gitscaler.failure.OutsideFailure;
import io.gitscaler.policy.TargetRef;
import java.util.Optional;

/**
 * A kind with a scale subresource.
 *
 * @param fields where its objects hold their scale; empty where that is not known, so that the scale of each target must be
 *     asked for by itself: the definition may not be read, or the kind comes from an aggregated API
 */
record ScalableKind(ResourceKind resource, Optional<ScaleFields> fields) {
  /**
   * Finds the kind that a policy names.
   *
   * @throws OutsideFailure where there is none, or it cannot be scaled
   */
  static ScalableKind find(ApiDiscovery discovery, ApiRequests requests, TargetRef target) {
    ResourceKind resource = discovery.resolve(target);
    if (!resource.namespaced() || !resource.scalable()) {
      throw new OutsideFailure(
          FailureKind.UNUSABLE,
          target.apiVersion() + " " + target.kind(),
          resource.scalable()
              ? "the kind belongs to no namespace"
              : "the kind has no scale subresource, so that its replicas cannot be set",
          "Name a kind such as Deployment, StatefulSet, or a custom resource with subresources.scale.");
    }
    Optional<ScaleFields> fields = ScaleFields.ofBuiltIn(resource);
    return new ScalableKind(
        resource, fields.isPresent() ? fields : ofDefinition(requests, resource));
  }

  /** What finding needs: the right to read the kind's definition, where it has one. */
  static Optional<Right> definitionRight(ResourceKind resource) {
    return ScaleFields.ofBuiltIn(resource).isPresent()
        ? Optional.empty()
        : Optional.of(
            new Right(
                "apiextensions.k8s.io", "customresourcedefinitions", "get", resource.fullName()));
  }

  private static Optional<ScaleFields> ofDefinition(ApiRequests requests, ResourceKind resource) {
    String name = resource.fullName();
    JsonNode definition;
    try {
      definition = requests.get("/apis/apiextensions.k8s.io/v1/customresourcedefinitions/" + name);
    } catch (KubernetesClientException e) {
      if (e.getCode() == 403 || e.getCode() == 404) {
        return Optional.empty();
      }
      throw KubernetesFailures.translate("customresourcedefinitions " + name, e);
    }
    for (JsonNode version : definition.path("spec").path("versions")) {
      JsonNode scale = version.path("subresources").path("scale");
      if (version.path("name").asText().equals(resource.version()) && scale.isObject()) {
        return Optional.of(
            new ScaleFields.Custom(
                path(scale, "specReplicasPath"),
                path(scale, "statusReplicasPath"),
                path(scale, "labelSelectorPath")));
      }
    }
    return Optional.empty();
  }

  private static String path(JsonNode scale, String field) {
    String path = scale.path(field).asText("");
    return path.startsWith(".") ? path.substring(1) : path;
  }
}
