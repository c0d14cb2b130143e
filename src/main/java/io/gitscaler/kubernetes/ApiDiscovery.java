package io.gitscaler.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.gitscaler.failure.FailureKind;
import io.gitscaler.failure.OutsideFailure;
import io.gitscaler.policy.TargetRef;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What the API server serves: one request for all groups, one for the resources of each group's version that is asked for.
 * Answers are kept for as long as this object lives, which is one run; failures are not kept. A kind that is installed
 * meanwhile is found by the next run.
 */
final class ApiDiscovery {
  private final ApiRequests requests;
  private final Map<String, Map<String, ResourceKind>> resources = new ConcurrentHashMap<>();
  private volatile @Nullable Map<String, List<String>> groups;

  ApiDiscovery(ApiRequests requests) {
    this.requests = requests;
  }

  /**
   * Makes sure that the API server can be used.
   *
   * @throws OutsideFailure when it cannot
   */
  void open() {
    if (groups == null) {
      reopen();
    }
  }

  /** The same, asking again. */
  void reopen() {
    groups = readGroups();
  }

  /**
   * The served versions of a group, the preferred one first; empty where the group does not exist.
   *
   * @throws OutsideFailure when the API server cannot be asked
   */
  List<String> versions(String group) {
    return group.isEmpty() ? List.of("v1") : groups().getOrDefault(group, List.of());
  }

  /**
   * Finds the kind that a policy names.
   *
   * @throws OutsideFailure of kind NOT_FOUND where the server has no such kind in that version, naming a version that has it
   */
  ResourceKind resolve(TargetRef target) {
    String group = target.group();
    String version = target.apiVersion().substring(target.apiVersion().indexOf('/') + 1);
    List<String> served = versions(group);
    if (served.contains(version)) {
      ResourceKind found = resources(group, version).get(target.kind());
      if (found != null) {
        return found;
      }
    }
    throw new OutsideFailure(
        FailureKind.NOT_FOUND,
        target.apiVersion() + " " + target.kind(),
        "the cluster has no such kind",
        advice(target, served, version));
  }

  private String advice(TargetRef target, List<String> served, String version) {
    Optional<String> other =
        served.stream()
            .filter(one -> !one.equals(version))
            .filter(one -> resources(target.group(), one).containsKey(target.kind()))
            .findFirst();
    return other.isPresent()
        ? "It has " + target.kind() + " in " + apiVersion(target.group(), other.get()) + "."
        : "Check the spelling of apiVersion and kind, and whether the kind is installed.";
  }

  private static String apiVersion(String group, String version) {
    return group.isEmpty() ? version : group + "/" + version;
  }

  private Map<String, List<String>> groups() {
    Map<String, List<String>> known = groups;
    if (known == null) {
      known = readGroups();
      groups = known;
    }
    return known;
  }

  private Map<String, List<String>> readGroups() {
    JsonNode answer = get("API groups", "/apis", "groups");
    Map<String, List<String>> found = new HashMap<>();
    for (JsonNode group : answer.path("groups")) {
      List<String> versions = new ArrayList<>();
      group.path("versions").forEach(one -> versions.add(one.path("version").asText()));
      String preferred = group.path("preferredVersion").path("version").asText("");
      if (versions.remove(preferred)) {
        versions.addFirst(preferred);
      }
      found.put(group.path("name").asText(), List.copyOf(versions));
    }
    return Map.copyOf(found);
  }

  private Map<String, ResourceKind> resources(String group, String version) {
    return resources.computeIfAbsent(
        apiVersion(group, version), absent -> readResources(group, version));
  }

  private Map<String, ResourceKind> readResources(String group, String version) {
    String apiVersion = apiVersion(group, version);
    String path = (group.isEmpty() ? "/api/" : "/apis/") + apiVersion;
    JsonNode answer = get("API " + apiVersion, path, "resources");
    List<String> scalable = new ArrayList<>();
    for (JsonNode resource : answer.path("resources")) {
      String name = resource.path("name").asText();
      if (name.endsWith("/scale")) {
        scalable.add(name.substring(0, name.length() - "/scale".length()));
      }
    }
    Map<String, ResourceKind> found = new HashMap<>();
    for (JsonNode resource : answer.path("resources")) {
      String plural = resource.path("name").asText();
      if (!plural.contains("/")) {
        String kind = resource.path("kind").asText();
        found.put(
            kind,
            new ResourceKind(
                group,
                version,
                kind,
                plural,
                resource.path("namespaced").asBoolean(),
                scalable.contains(plural)));
      }
    }
    return Map.copyOf(found);
  }

  private JsonNode get(String where, String path, String field) {
    JsonNode answer;
    try {
      answer = requests.get(path);
    } catch (KubernetesClientException e) {
      throw KubernetesFailures.translate(where, e);
    }
    // Taken for a server without kinds, it would mean that the targets do not exist.
    if (!answer.path(field).isArray()) {
      throw KubernetesFailures.unreadable(where, null);
    }
    return answer;
  }
}
