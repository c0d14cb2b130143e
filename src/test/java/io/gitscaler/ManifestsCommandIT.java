package io.gitscaler;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.NonDeletingOperation;
import io.gitscaler.testing.Account;
import io.gitscaler.testing.NeedsControlPlane;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs under RBAC with the Roles that {@code gitscaler manifests} prints, and with nothing else. */
@NeedsControlPlane
class ManifestsCommandIT {
  private static final String HERDS =
      """
      apiVersion: apiextensions.k8s.io/v1
      kind: CustomResourceDefinition
      metadata: {name: herds.pasture.example.org}
      spec:
        group: pasture.example.org
        names: {kind: Herd, plural: herds, singular: herd, listKind: HerdList}
        scope: Namespaced
        versions:
        - name: v1
          served: true
          storage: true
          schema:
            openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}
          subresources:
            status: {}
            scale: {specReplicasPath: .spec.size, statusReplicasPath: .status.size, labelSelectorPath: .status.selector}
      """;

  @TempDir private Path folder;
  private TeamSite site;
  private Account runner;

  @BeforeEach
  void deploy() throws IOException {
    site = new TeamSite(folder);
    runner = site.plane.account(site.home, "runner");
    site.deployment("web", 1).deployment("api", 4);
    site.asks("web", 3);
    site.commit("api.yaml", byCommandMetric("api"));
  }

  private void apply(String yaml) throws IOException {
    try (InputStream text = new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8))) {
      site.admin
          .load(text)
          .items()
          .forEach(one -> site.admin.resource(one).createOr(NonDeletingOperation::update));
    }
  }

  /** A program measures 20 where each replica is to have 10, so that two will do. */
  private String byCommandMetric(String name) {
    return """
        apiVersion: gitscaler.io/v1alpha1
        kind: ScalerPolicy
        metadata: {name: %s, namespace: %s}
        spec:
          scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: %s}
          minReplicas: 1
          maxReplicas: 10
          downscaleStabilization: 0
          metrics:
          - type: Command
            command:
              method: {type: shell, shell: {entrypoint: /bin/sh, command: [-c, "echo 20"]}}
              target: {type: AverageValue, averageValue: "10"}
        """
        .formatted(name, site.shop, name);
  }

  private void grant() throws IOException {
    CommandRun printed =
        CommandRun.of(
            List.of(
                "manifests",
                "--policies-repo",
                site.policies.url(),
                "--namespace",
                site.home,
                "--service-account",
                runner.name()));
    assertThat(printed.status()).as(printed.err()).isZero();
    apply(printed.out());
  }

  private CommandRun runAsRunner() throws IOException {
    return site.gitscaler(
        "run", "--kubeconfig", runner.kubeconfig(folder.resolve("runner")).toString());
  }

  @Test
  void aRunNeedsNothingMore() throws IOException {
    grant();

    CommandRun run = runAsRunner();

    assertThat(run.status()).as(run.out() + run.err()).isZero();
    assertThat(run.out()).contains("1 -> 3", "4 -> 2");
    assertThat(site.replicas("web")).isEqualTo(3);
    assertThat(site.replicas("api")).isEqualTo(2);
    assertThat(site.commits()).hasSize(1);
    assertThat(site.admin.v1().events().inNamespace(site.shop).list().getItems()).hasSize(2);
    assertThat(run.err()).doesNotContain("may not");
  }

  @Test
  void theNextRunNeedsNothingMoreEvenAfterAHolderThatIsGone() throws IOException {
    grant();
    assertThat(runAsRunner().status()).isZero();
    site.asks("web", 4);
    var lease = site.admin.leases().inNamespace(site.home).withName("gitscaler");
    lease.edit(
        found ->
            new LeaseBuilder(found)
                .editSpec()
                .withHolderIdentity("pod/" + site.home + "/gone/run")
                .withLeaseDurationSeconds(3600)
                .withRenewTime(ZonedDateTime.now(ZoneOffset.UTC))
                .endSpec()
                .build());

    CommandRun run = runAsRunner();

    assertThat(run.status()).as(run.out() + run.err()).isZero();
    assertThat(site.replicas("web")).isEqualTo(4);
    assertThat(lease.get().getSpec().getHolderIdentity()).isNullOrEmpty();
  }

  /** Only looked for: API servers of 1.20 that were built with a newer Go end when a custom resource is stored. */
  @Test
  void aCustomResourceIsLookedForWithNothingMore() throws IOException {
    apply(HERDS);
    site.admin
        .apiextensions()
        .v1()
        .customResourceDefinitions()
        .withName("herds.pasture.example.org")
        .waitUntilCondition(
            one ->
                one.getStatus() != null
                    && one.getStatus().getConditions().stream()
                        .anyMatch(
                            condition ->
                                condition.getType().equals("Established")
                                    && condition.getStatus().equals("True")),
            30,
            TimeUnit.SECONDS);
    site.commit(
        "cows.yaml",
        site.policy("cows", "echo '{\"targetReplicas\": 5}'")
            .replace(
                "apiVersion: apps/v1, kind: Deployment",
                "apiVersion: pasture.example.org/v1, kind: Herd"));
    grant();

    CommandRun run = runAsRunner();

    assertThat(run.status()).as(run.out() + run.err()).isEqualTo(4);
    assertThat(run.err())
        .contains("herds.pasture.example.org " + site.shop + "/cows: there is no such object")
        .doesNotContain("may not");
    assertThat(site.replicas("web")).isEqualTo(3);
  }

  @Test
  void withoutThemARunMayDoNothing() throws IOException {
    CommandRun run = runAsRunner();

    assertThat(run.status()).isNotZero();
    assertThat(run.out() + run.err()).contains("Add this rule to a Role in namespace " + site.home);
    assertThat(site.replicas("web")).isEqualTo(1);
  }

  @Test
  void theyAllowWhatPoliciesNameAndNothingBeside() throws IOException {
    grant();
    String elsewhere = site.plane.namespace("elsewhere");
    try (KubernetesClient client = site.plane.clientAs(runner)) {
      Asking asking = new Asking(client);

      assertThat(asking.may("update", "apps", "deployments/scale", site.shop, "web")).isTrue();
      assertThat(asking.may("list", "", "pods", site.shop, "")).isTrue();
      assertThat(asking.may("update", "", "configmaps", site.home, "gitscaler")).isTrue();

      assertThat(asking.may("update", "apps", "deployments/scale", site.shop, "other")).isFalse();
      assertThat(asking.may("patch", "apps", "deployments/scale", site.shop, "web")).isFalse();
      for (String verb : new String[] {"update", "patch", "delete", "create"}) {
        assertThat(asking.may(verb, "apps", "deployments", site.shop, "web")).as(verb).isFalse();
      }
      assertThat(asking.may("update", "", "configmaps", site.home, "gitscaler-settings")).isFalse();
      assertThat(asking.may("get", "", "configmaps", site.shop, "gitscaler")).isFalse();
      assertThat(asking.may("get", "", "customresourcedefinitions", "", "")).isFalse();
      assertThat(asking.may("list", "apps", "deployments", elsewhere, "")).isFalse();
      assertThat(asking.may("list", "", "pods", elsewhere, "")).isFalse();
      assertThat(asking.may("update", "apps", "deployments/scale", elsewhere, "web")).isFalse();
      for (String namespace : new String[] {site.home, site.shop, elsewhere, ""}) {
        assertThat(asking.may("get", "", "secrets", namespace, "")).as(namespace).isFalse();
        assertThat(asking.may("list", "", "secrets", namespace, "")).as(namespace).isFalse();
        assertThat(asking.may("create", "", "pods/exec", namespace, "")).as(namespace).isFalse();
        assertThat(asking.may("create", "", "pods", namespace, "")).as(namespace).isFalse();
        assertThat(asking.may("create", "", "serviceaccounts/token", namespace, "")).isFalse();
      }
    }
  }

  /** What {@code kubectl auth can-i} asks. */
  private record Asking(KubernetesClient client) {
    boolean may(String verb, String group, String resource, String namespace, String name) {
      String[] parts = resource.split("/", 2);
      return client
          .authorization()
          .v1()
          .selfSubjectAccessReview()
          .create(
              new SelfSubjectAccessReviewBuilder()
                  .withNewSpec()
                  .withNewResourceAttributes()
                  .withVerb(verb)
                  .withGroup(group)
                  .withResource(parts[0])
                  .withSubresource(parts.length == 2 ? parts[1] : "")
                  .withNamespace(namespace)
                  .withName(name)
                  .endResourceAttributes()
                  .endSpec()
                  .build())
          .getStatus()
          .getAllowed();
    }
  }
}
