package io.gitscaler.demo;

import io.fabric8.kubernetes.api.model.Duration;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v1.Scale;
import io.fabric8.kubernetes.api.model.autoscaling.v1.ScaleBuilder;
import io.fabric8.kubernetes.api.model.metrics.v1beta1.PodMetricsBuilder;
import io.fabric8.kubernetes.api.model.metrics.v1beta1.PodMetricsList;
import io.fabric8.kubernetes.api.model.metrics.v1beta1.PodMetricsListBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/** How the embedded cluster's objects look. */
final class EmbeddedObjects {
  private EmbeddedObjects() {}

  static Deployment deployment(Application application) {
    Map<String, String> labels = Map.of("app", application.name());
    return new DeploymentBuilder()
        .withMetadata(metadata(application, application.name()))
        .withNewSpec()
        .withReplicas(application.replicas())
        .withNewSelector()
        .withMatchLabels(labels)
        .endSelector()
        .withNewTemplate()
        .withNewMetadata()
        .withLabels(labels)
        .endMetadata()
        .endTemplate()
        .endSpec()
        .withNewStatus()
        .withReplicas(application.replicas())
        .withReadyReplicas(application.replicas())
        .endStatus()
        .build();
  }

  static Pod pod(Application application, int number, Instant now) {
    return new PodBuilder()
        .withMetadata(metadata(application, "%s-%05d".formatted(application.name(), number)))
        .withNewSpec()
        .addNewContainer()
        .withName(application.name())
        .withNewResources()
        .addToRequests("cpu", milli(application.cpuRequestMilli()))
        .endResources()
        .endContainer()
        .endSpec()
        .withNewStatus()
        .withPhase("Running")
        .withStartTime(now.toString())
        .addNewCondition()
        .withType("Ready")
        .withStatus("True")
        .withLastTransitionTime(now.toString())
        .endCondition()
        .endStatus()
        .build();
  }

  static Scale scale(Deployment deployment) {
    ObjectMeta of = deployment.getMetadata();
    return new ScaleBuilder()
        .withNewMetadata()
        .withNamespace(of.getNamespace())
        .withName(of.getName())
        .withUid(of.getUid())
        .withResourceVersion(of.getResourceVersion())
        .endMetadata()
        .withNewSpec()
        .withReplicas(deployment.getSpec().getReplicas())
        .endSpec()
        .withNewStatus()
        .withReplicas(deployment.getStatus().getReplicas())
        .withSelector("app=" + of.getName())
        .endStatus()
        .build();
  }

  static PodMetricsList metrics(List<Pod> pods, Instant now, ToLongFunction<Pod> cpuMilli) {
    PodMetricsListBuilder list = new PodMetricsListBuilder();
    for (Pod pod : pods) {
      list.addToItems(
          new PodMetricsBuilder()
              .withNewMetadata()
              .withNamespace(pod.getMetadata().getNamespace())
              .withName(pod.getMetadata().getName())
              .withLabels(pod.getMetadata().getLabels())
              .endMetadata()
              .withTimestamp(now.toString())
              .withWindow(new Duration(java.time.Duration.ofSeconds(30)))
              .addNewContainer()
              .withName(pod.getSpec().getContainers().getFirst().getName())
              .addToUsage("cpu", milli(cpuMilli.applyAsLong(pod)))
              .endContainer()
              .build());
    }
    return list.build();
  }

  private static ObjectMeta metadata(Application application, String name) {
    return new ObjectMetaBuilder()
        .withNamespace(application.namespace())
        .withName(name)
        .withLabels(Map.of("app", application.name()))
        .build();
  }

  private static Quantity milli(long value) {
    return new Quantity(value + "m");
  }
}
