package io.gitscaler.testing;

import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A service account of a {@link ControlPlane}, known by its token, that may do what was granted and nothing else.
 *
 * @param token a secret of the test's own server
 */
public record Account(ControlPlane plane, String namespace, String name, String token) {
  private static final AtomicInteger GRANTS = new AtomicInteger();

  static Account create(ControlPlane plane, String namespace, String name) {
    var accounts = plane.admin().serviceAccounts().inNamespace(namespace);
    accounts
        .resource(
            new ServiceAccountBuilder().withNewMetadata().withName(name).endMetadata().build())
        .create();
    String token =
        accounts
            .withName(name)
            .tokenRequest(new TokenRequestBuilder().withNewSpec().endSpec().build())
            .getStatus()
            .getToken();
    return new Account(plane, namespace, name, token);
  }

  /** The user's name in RBAC messages and in the audit log. */
  public String user() {
    return "system:serviceaccount:" + namespace + ":" + name;
  }

  /** Grants this in one namespace. */
  public Account mayIn(String where, PolicyRule... rules) {
    String grant = name + "-" + GRANTS.incrementAndGet();
    plane
        .admin()
        .resource(
            new RoleBuilder()
                .withNewMetadata()
                .withNamespace(where)
                .withName(grant)
                .endMetadata()
                .withRules(rules)
                .build())
        .create();
    plane
        .admin()
        .resource(
            new RoleBindingBuilder()
                .withNewMetadata()
                .withNamespace(where)
                .withName(grant)
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "Role", grant)
                .addNewSubject("", "ServiceAccount", name, namespace)
                .build())
        .create();
    return this;
  }

  /** Grants this in the whole cluster. */
  public Account mayEverywhere(PolicyRule... rules) {
    String grant = namespace + "-" + name + "-" + GRANTS.incrementAndGet();
    plane
        .admin()
        .resource(
            new ClusterRoleBuilder()
                .withNewMetadata()
                .withName(grant)
                .endMetadata()
                .withRules(rules)
                .build())
        .create();
    plane
        .admin()
        .resource(
            new ClusterRoleBindingBuilder()
                .withNewMetadata()
                .withName(grant)
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", grant)
                .addNewSubject("", "ServiceAccount", name, namespace)
                .build())
        .create();
    return this;
  }

  /** Writes a kubeconfig for this account to this file, for the real launcher. */
  public Path kubeconfig(Path file) throws IOException {
    return Files.writeString(file, kubeconfig());
  }

  String kubeconfig() {
    return """
        apiVersion: v1
        kind: Config
        current-context: test
        contexts:
        - name: test
          context: {cluster: test, user: test, namespace: %s}
        clusters:
        - name: test
          cluster: {server: "%s", certificate-authority: "%s"}
        users:
        - name: test
          user: {token: "%s"}
        """
        .formatted(namespace, plane.url(), plane.serverCertificate(), token);
  }

  @Override
  public String toString() {
    return user();
  }
}
