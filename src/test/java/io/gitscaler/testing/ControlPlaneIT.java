package io.gitscaler.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NeedsControlPlane
class ControlPlaneIT {
  private final ControlPlane plane = ControlPlane.shared();

  @AfterAll
  static void stopControllers() throws InterruptedException {
    ControlPlane.shared().stopControllers();
  }

  @Test
  void isARealApiServer() {
    var version = plane.admin().getKubernetesVersion();

    assertThat(version.getMajor()).isEqualTo("1");
    assertThat(Integer.parseInt(version.getMinor().replaceAll("\\D", ""))).isGreaterThan(19);
  }

  @Test
  void enforcesRbac(@TempDir Path folder) throws IOException {
    String namespace = plane.namespace("rbac");
    Account reader =
        plane
            .account(namespace, "reader")
            .mayIn(
                namespace,
                new PolicyRuleBuilder()
                    .withApiGroups("")
                    .withResources("configmaps")
                    .withVerbs("list")
                    .build());
    String kubeconfig = Files.readString(reader.kubeconfig(folder.resolve("config")));

    try (KubernetesClient client =
        new KubernetesClientBuilder().withConfig(Config.fromKubeconfig(kubeconfig)).build()) {
      assertThat(client.configMaps().inNamespace(namespace).list()).isNotNull();
      assertThatExceptionOfType(KubernetesClientException.class)
          .isThrownBy(() -> client.pods().inNamespace(namespace).list())
          .withMessageContaining(reader.user());
      assertThatExceptionOfType(KubernetesClientException.class)
          .isThrownBy(() -> client.configMaps().inNamespace("default").list())
          .satisfies(e -> assertThat(e.getCode()).isEqualTo(403));
    }
  }

  @Test
  void auditLogTellsReadsFromWritesAndUsersFromEachOther() throws IOException {
    String namespace = plane.namespace("audit");
    Account writer =
        plane
            .account(namespace, "writer")
            .mayEverywhere(
                new PolicyRuleBuilder()
                    .withApiGroups("")
                    .withResources("configmaps")
                    .withVerbs("list", "create")
                    .build());
    try (KubernetesClient client = plane.clientAs(writer)) {
      long mark = plane.audit().mark();
      client.configMaps().inNamespace(namespace).list();
      assertThat(plane.audit().writesSince(mark, writer.user())).isEmpty();
      assertThat(plane.audit().since(mark))
          .anyMatch(r -> r.user().equals(writer.user()) && r.verb().equals("list"));

      client
          .resource(
              new ConfigMapBuilder()
                  .withNewMetadata()
                  .withNamespace(namespace)
                  .withName("written")
                  .endMetadata()
                  .build())
          .create();
      assertThat(plane.audit().writesSince(mark, writer.user()))
          .singleElement()
          .satisfies(
              r -> {
                assertThat(r.verb()).isEqualTo("create");
                assertThat(r.uri()).startsWith("/api/v1/namespaces/" + namespace + "/configmaps");
              });
    }
  }

  @Test
  void controllersMakePodsOfADeployment() throws IOException {
    String namespace = plane.namespace("controllers");
    plane.startControllers();
    plane.admin().resource(Deployments.deployment(namespace, "web", 2)).create();

    var pods = plane.admin().pods().inNamespace(namespace).withLabel("app", "web");
    pods.informOnCondition(found -> found.size() == 2).orTimeout(60, TimeUnit.SECONDS).join();
    assertThat(pods.list().getItems()).hasSize(2);
  }

  @Test
  void servesAnAggregatedApi() {
    try (AggregatedApi metrics = AggregatedApi.serve(plane, "metrics.k8s.io", "v1beta1")) {
      metrics.answer(
          "/apis/metrics.k8s.io/v1beta1/namespaces/shop/pods",
          "{\"kind\":\"PodMetricsList\",\"apiVersion\":\"metrics.k8s.io/v1beta1\",\"items\":["
              + "{\"metadata\":{\"name\":\"web-1\",\"namespace\":\"shop\"},\"containers\":[]}]}");

      assertThat(plane.admin().top().pods().metrics("shop").getItems())
          .singleElement()
          .satisfies(pod -> assertThat(pod.getMetadata().getName()).isEqualTo("web-1"));
    }
  }
}
