package io.gitscaler.cli;

import io.gitscaler.policy.TargetRef;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The kinds that {@code kubectl autoscale} takes, by all the names it knows them by. */
enum KubectlKinds {
  DEPLOYMENT("apps/v1", "Deployment", "deploy"),
  REPLICA_SET("apps/v1", "ReplicaSet", "rs"),
  STATEFUL_SET("apps/v1", "StatefulSet", "sts"),
  REPLICATION_CONTROLLER("v1", "ReplicationController", "rc");

  private final String apiVersion;
  private final String kind;
  private final String shortName;

  KubectlKinds(String apiVersion, String kind, String shortName) {
    this.apiVersion = apiVersion;
    this.kind = kind;
    this.shortName = shortName;
  }

  /** The target; null where the kind is another. {@code deployments.apps} and {@code deployments.v1.apps} are understood. */
  static @Nullable TargetRef target(String word, String name) {
    for (KubectlKinds candidate : values()) {
      if (candidate.names().contains(word.toLowerCase(Locale.ROOT))) {
        return new TargetRef(candidate.apiVersion, candidate.kind, name);
      }
    }
    return null;
  }

  private List<String> names() {
    String one = kind.toLowerCase(Locale.ROOT);
    String many = one + "s";
    return apiVersion.equals("v1")
        ? List.of(one, many, shortName)
        : List.of(
            one,
            many,
            shortName,
            one + ".apps",
            many + ".apps",
            one + ".v1.apps",
            many + ".v1.apps");
  }
}
