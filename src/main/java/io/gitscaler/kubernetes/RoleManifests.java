package io.gitscaler.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.gitscaler.policy.ScalingPolicy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * The Roles of an installation, with their bindings: one in each namespace that policies name, one in its own, and a ClusterRole
 * where targets are custom resources.
 *
 * @param namespace where state, Lease and service account live
 * @param stateName of the installation; begins the names of all Roles
 * @param shards how many runs share the policies
 * @param serviceAccount whom the Roles are bound to
 */
public record RoleManifests(String namespace, String stateName, int shards, String serviceAccount) {
  private static final Map<String, String> LABELS = Map.of("app.kubernetes.io/name", "gitscaler");
  private static final String RBAC = "rbac.authorization.k8s.io";

  /** All of them as YAML, with a comment on what a cluster might know better. */
  public String yaml(Collection<ScalingPolicy> policies) {
    NeededRights needed = NeededRights.of(policies);
    StringBuilder text =
        new StringBuilder("# What gitscaler needs for these policies, and no more.\n");
    if (!needed.guessed().isEmpty()) {
      text.append(
          "# The plurals of these kinds are the usual ones; see `kubectl api-resources` for the cluster's own:\n");
      needed.guessed().forEach(kind -> text.append("#   ").append(line(kind)).append('\n'));
    }
    objects(needed, policies.size())
        .forEach(object -> text.append(Serialization.asYaml(object).stripTrailing()).append('\n'));
    return text.toString();
  }

  /** Policies hold any characters; a comment ends with its line. */
  private static String line(String text) {
    return text.replaceAll("[\\p{Cntrl}\\u2028\\u2029]", "?");
  }

  private List<HasMetadata> objects(NeededRights needed, int policies) {
    List<HasMetadata> objects = new ArrayList<>();
    NavigableSet<Right> own = new TreeSet<>(ConfigMapHomes.rights(stateName, shards, policies));
    own.addAll(ConfigMapPolicyArchive.rights(stateName));
    own.addAll(RunLease.rights(stateName, shards));
    objects.addAll(role(namespace, stateName + "-run", own));
    needed
        .inNamespaces()
        .forEach((where, rights) -> objects.addAll(role(where, stateName + "-targets", rights)));
    if (!needed.inCluster().isEmpty()) {
      objects.addAll(clusterRole(namespace + "-" + stateName + "-definitions", needed.inCluster()));
    }
    return objects;
  }

  private List<HasMetadata> role(String where, String name, NavigableSet<Right> rights) {
    return List.of(
        new RoleBuilder()
            .withNewMetadata()
            .withNamespace(where)
            .withName(name)
            .withLabels(LABELS)
            .endMetadata()
            .withRules(RoleRules.of(rights))
            .build(),
        new RoleBindingBuilder()
            .withNewMetadata()
            .withNamespace(where)
            .withName(name)
            .withLabels(LABELS)
            .endMetadata()
            .withNewRoleRef(RBAC, "Role", name)
            .addNewSubject(null, "ServiceAccount", serviceAccount, namespace)
            .build());
  }

  private List<HasMetadata> clusterRole(String name, NavigableSet<Right> rights) {
    return List.of(
        new ClusterRoleBuilder()
            .withNewMetadata()
            .withName(name)
            .withLabels(LABELS)
            .endMetadata()
            .withRules(RoleRules.of(rights))
            .build(),
        new ClusterRoleBindingBuilder()
            .withNewMetadata()
            .withName(name)
            .withLabels(LABELS)
            .endMetadata()
            .withNewRoleRef(RBAC, "ClusterRole", name)
            .addNewSubject(null, "ServiceAccount", serviceAccount, namespace)
            .build());
  }
}
