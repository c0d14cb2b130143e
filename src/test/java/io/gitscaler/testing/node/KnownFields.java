package io.gitscaler.testing.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.PodSpec;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The fields of a Pod that have their effect here, or that are named as having none, so that a manifest cannot mean something that its
 * tests do not do.
 */
final class KnownFields {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final Set<String> EFFECTIVE =
      paths(
          """
          spec.serviceAccountName
          spec.serviceAccount
          spec.automountServiceAccountToken
          spec.terminationGracePeriodSeconds
          spec.securityContext.runAsUser
          spec.securityContext.runAsGroup
          spec.securityContext.fsGroup
          spec.volumes.name
          spec.volumes.secret.secretName
          spec.volumes.secret.defaultMode
          spec.volumes.secret.items.key
          spec.volumes.secret.items.path
          spec.volumes.secret.items.mode
          spec.volumes.configMap.name
          spec.volumes.configMap.defaultMode
          spec.volumes.configMap.items.key
          spec.volumes.configMap.items.path
          spec.volumes.configMap.items.mode
          spec.volumes.projected.defaultMode
          spec.volumes.projected.sources.serviceAccountToken.path
          spec.volumes.projected.sources.serviceAccountToken.expirationSeconds
          spec.volumes.projected.sources.serviceAccountToken.audience
          spec.volumes.projected.sources.configMap.name
          spec.volumes.projected.sources.configMap.items.key
          spec.volumes.projected.sources.configMap.items.path
          spec.volumes.projected.sources.downwardAPI.items.path
          spec.volumes.projected.sources.downwardAPI.items.fieldRef.apiVersion
          spec.volumes.projected.sources.downwardAPI.items.fieldRef.fieldPath
          spec.containers.name
          spec.containers.command
          spec.containers.args
          spec.containers.env.name
          spec.containers.env.value
          spec.containers.env.valueFrom.fieldRef.apiVersion
          spec.containers.env.valueFrom.fieldRef.fieldPath
          spec.containers.envFrom.configMapRef.name
          spec.containers.volumeMounts.name
          spec.containers.volumeMounts.mountPath
          spec.containers.volumeMounts.readOnly
          spec.containers.volumeMounts.subPath
          spec.containers.startupProbe.exec.command
          spec.containers.securityContext.runAsUser
          spec.containers.securityContext.runAsGroup
          """);

  /** Every process here has no rights, whatever these say; but see {@link #checkRights}. */
  private static final Set<String> HELD =
      paths(
          """
          spec.securityContext.runAsNonRoot
          spec.containers.securityContext.runAsNonRoot
          spec.containers.securityContext.allowPrivilegeEscalation
          spec.containers.securityContext.readOnlyRootFilesystem
          spec.containers.securityContext.privileged
          spec.containers.securityContext.capabilities.add
          spec.containers.securityContext.capabilities.drop
          """);

  /** There is one image, one node, no Service and no limit; what a Job's controller looks at is its own. */
  private static final Set<String> WITHOUT_EFFECT =
      paths(
          """
          spec.restartPolicy
          spec.enableServiceLinks
          spec.dnsPolicy
          spec.schedulerName
          spec.priority
          spec.preemptionPolicy
          spec.tolerations
          spec.securityContext.seccompProfile
          spec.volumes.emptyDir.medium
          spec.volumes.emptyDir.sizeLimit
          spec.containers.image
          spec.containers.imagePullPolicy
          spec.containers.resources
          spec.containers.terminationMessagePath
          spec.containers.terminationMessagePolicy
          spec.containers.startupProbe.periodSeconds
          spec.containers.startupProbe.timeoutSeconds
          spec.containers.startupProbe.successThreshold
          spec.containers.startupProbe.failureThreshold
          """);

  private KnownFields() {}

  /** Fails for a field that is not among them, with its name. */
  static void check(PodSpec spec) {
    JsonNode pod = JSON.valueToTree(spec);
    check("spec", pod);
    pod.path("containers").forEach(KnownFields::checkRights);
  }

  private static void check(String path, JsonNode node) {
    if (isKnown(path)) {
      return;
    }
    if (node.isArray()) {
      node.forEach(element -> check(path, element));
    } else if (node.isObject() && isPartOfKnown(path)) {
      node.properties().forEach(field -> check(path + "." + field.getKey(), field.getValue()));
    } else {
      throw new UnsupportedOperationException(path);
    }
  }

  private static boolean isKnown(String path) {
    return EFFECTIVE.contains(path) || HELD.contains(path) || WITHOUT_EFFECT.contains(path);
  }

  private static boolean isPartOfKnown(String path) {
    return EFFECTIVE.stream().anyMatch(known -> known.startsWith(path + "."))
        || WITHOUT_EFFECT.stream().anyMatch(known -> known.startsWith(path + "."))
        || HELD.stream().anyMatch(known -> known.startsWith(path + "."));
  }

  private static void checkRights(JsonNode container) {
    JsonNode security = container.path("securityContext");
    if (!security.path("readOnlyRootFilesystem").asBoolean()
        || security.path("privileged").asBoolean()
        || security.path("allowPrivilegeEscalation").asBoolean(true)
        || security.at("/capabilities/add").size() > 0) {
      throw new UnsupportedOperationException(
          container.path("name").asText() + ".securityContext gives rights: " + security);
    }
  }

  private static Set<String> paths(String lines) {
    return lines.lines().collect(Collectors.toUnmodifiableSet());
  }
}
