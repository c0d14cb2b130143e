package io.gitscaler.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.autoscaling.v1.Scale;
import io.fabric8.kubernetes.api.model.autoscaling.v1.ScaleBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedClusterTest {
  private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
  private static final String SCALE = "/apis/apps/v1/namespaces/shop/deployments/checkout/scale";

  private Instant now = NOON;
  private final EmbeddedCluster cluster = EmbeddedCluster.start(() -> now);
  private final KubernetesClient client;

  EmbeddedClusterTest(@TempDir Path folder) throws IOException {
    String kubeconfig = Files.readString(cluster.kubeconfig(folder.resolve("kubeconfig")));
    client = new KubernetesClientBuilder().withConfig(Config.fromKubeconfig(kubeconfig)).build();
  }

  @BeforeEach
  void deploy() {
    cluster.deploy(
        new Application("shop", "checkout", 2, 500, at -> at.equals(NOON) ? 400 : 1_500));
  }

  @AfterEach
  void close() {
    client.close();
    cluster.close();
  }

  @Test
  void saysThatDeploymentsCanBeScaled() {
    assertThat(client.getApiResources("apps/v1").getResources())
        .extracting(resource -> resource.getName())
        .contains("deployments", "deployments/scale");
    assertThat(client.getApiGroups().getGroups())
        .extracting(group -> group.getName())
        .contains("metrics.k8s.io");
  }

  @Test
  void makesAndRemovesPodsAsReplicasChange() {
    assertThat(pods()).hasSize(2);
    String oldest = pods().getFirst().getMetadata().getName();

    put(scaleTo(5, scale()));
    assertThat(pods()).hasSize(5);
    put(scaleTo(1, scale()));

    assertThat(pods()).extracting(pod -> pod.getMetadata().getName()).containsExactly(oldest);
    assertThat(scale().getSpec().getReplicas()).isEqualTo(1);
    assertThat(scale().getStatus().getReplicas()).isEqualTo(1);
    assertThat(scale().getStatus().getSelector()).isEqualTo("app=checkout");
  }

  @Test
  void refusesToScaleWhatHasChangedSince() {
    Scale seen = scale();
    put(scaleTo(3, seen));

    assertThatExceptionOfType(KubernetesClientException.class)
        .isThrownBy(() -> put(scaleTo(4, seen)))
        .satisfies(e -> assertThat(e.getCode()).isEqualTo(409));
    assertThat(pods()).hasSize(3);
  }

  @Test
  void refusesToScaleAnotherObjectOfTheSameName() {
    Scale other = scaleTo(4, scale());
    other.getMetadata().setUid("another");

    assertThatExceptionOfType(KubernetesClientException.class)
        .isThrownBy(() -> put(other))
        .satisfies(e -> assertThat(e.getCode()).isEqualTo(409));
  }

  @Test
  void sharesTheLoadAmongThePods() {
    assertThat(cpu()).containsExactly("200m", "200m");

    now = NOON.plusSeconds(60);
    put(scaleTo(3, scale()));

    assertThat(cpu()).containsExactly("500m", "500m", "500m");
    assertThat(pods().getLast().getStatus().getStartTime()).isEqualTo("2026-03-02T12:01:00Z");
  }

  @Test
  void keepsWhatARunWrites() {
    var state =
        new ConfigMapBuilder()
            .withNewMetadata()
            .withNamespace("gitscaler")
            .withName("gitscaler")
            .addToLabels("part", "state")
            .endMetadata()
            .addToData("key", "one")
            .build();
    var created = client.resource(state).create();
    created.getData().put("key", "two");
    client.resource(created).update();

    assertThat(
            client
                .configMaps()
                .inNamespace("gitscaler")
                .withLabel("part", "state")
                .list()
                .getItems())
        .singleElement()
        .satisfies(found -> assertThat(found.getData()).containsEntry("key", "two"));
    assertThatExceptionOfType(KubernetesClientException.class)
        .isThrownBy(() -> client.resource(created).update())
        .satisfies(e -> assertThat(e.getCode()).isEqualTo(409));

    client
        .resource(
            new LeaseBuilder()
                .withNewMetadata()
                .withNamespace("gitscaler")
                .withName("gitscaler")
                .endMetadata()
                .withNewSpec()
                .withHolderIdentity("run")
                .endSpec()
                .build())
        .create();
    assertThat(client.leases().inNamespace("gitscaler").list().getItems()).hasSize(1);
  }

  @Test
  void hasNoOtherAutoscaler() {
    assertThat(
            client
                .autoscaling()
                .v2()
                .horizontalPodAutoscalers()
                .inNamespace("shop")
                .list()
                .getItems())
        .isEmpty();
    assertThat(
            client
                .genericKubernetesResources(
                    new ResourceDefinitionContext.Builder()
                        .withGroup("apps")
                        .withVersion("v1")
                        .withKind("Deployment")
                        .withPlural("deployments")
                        .withNamespaced(true)
                        .build())
                .inNamespace("shop")
                .list()
                .getItems())
        .hasSize(1);
  }

  private Scale scale() {
    return Serialization.unmarshal(client.raw(SCALE), Scale.class);
  }

  private static Scale scaleTo(int replicas, Scale seen) {
    return new ScaleBuilder(seen).editSpec().withReplicas(replicas).endSpec().build();
  }

  private void put(Scale scale) {
    client.raw(SCALE, "PUT", scale);
  }

  private List<Pod> pods() {
    return client.pods().inNamespace("shop").withLabel("app", "checkout").list().getItems().stream()
        .sorted((a, b) -> a.getMetadata().getName().compareTo(b.getMetadata().getName()))
        .toList();
  }

  private List<String> cpu() {
    return client.top().pods().metrics("shop").getItems().stream()
        .map(pod -> String.valueOf(pod.getContainers().getFirst().getUsage().get("cpu")))
        .toList();
  }
}
