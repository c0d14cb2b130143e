package io.gitscaler.kubernetes;

import io.gitscaler.policy.TargetRef;
import java.util.Locale;
import java.util.Map;

/**
 * What a kind's resource is called, where no cluster can be asked. Kubernetes' own are known; for others the English plural in
 * lower case is what tools that write definitions make of a kind, and a definition may still say something else.
 */
final class ExpectedKinds {
  private static final Map<String, String> KNOWN =
      Map.of(
          "apps Deployment", "deployments",
          "apps StatefulSet", "statefulsets",
          "apps ReplicaSet", "replicasets",
          " ReplicationController", "replicationcontrollers",
          " Pod", "pods",
          " Service", "services",
          " Endpoints", "endpoints",
          " Namespace", "namespaces",
          "networking.k8s.io Ingress", "ingresses");

  private ExpectedKinds() {}

  static boolean isKnown(TargetRef object) {
    return KNOWN.containsKey(object.group() + " " + object.kind());
  }

  static ResourceKind of(TargetRef object) {
    String version = object.apiVersion().substring(object.apiVersion().indexOf('/') + 1);
    String plural = KNOWN.getOrDefault(object.group() + " " + object.kind(), plural(object.kind()));
    return new ResourceKind(object.group(), version, object.kind(), plural, true, true);
  }

  private static String plural(String kind) {
    String word = kind.toLowerCase(Locale.ROOT);
    if (word.matches(".*(s|x|z|ch|sh)")) {
      return word + "es";
    }
    return word.matches(".*[^aeiou]y") ? word.substring(0, word.length() - 1) + "ies" : word + "s";
  }
}
