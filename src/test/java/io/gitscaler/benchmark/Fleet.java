package io.gitscaler.benchmark;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.gitscaler.testing.AggregatedApi;
import io.gitscaler.testing.BareRepository;
import io.gitscaler.testing.ControlPlane;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Deployments with ten ready pods each, ten Deployments in a namespace, and a policy on the CPU for each. All are at their
 * target, so that nothing is to be scaled.
 */
final class Fleet {
  private static final int IN_A_NAMESPACE = 10;
  private static final int PODS = 10;

  private final ControlPlane plane = ControlPlane.shared();
  private final KubernetesClient admin = plane.admin();
  private final String prefix;
  private final int size;
  final BareRepository policies;
  final BareRepository trail;
  private final Path kubeconfig;

  Fleet(Path folder, String prefix, int size) throws IOException {
    this.prefix = prefix;
    this.size = size;
    policies = BareRepository.create(folder, prefix + "-policies");
    trail = BareRepository.create(folder, prefix + "-audit");
    kubeconfig = plane.kubeconfig(folder.resolve("kubeconfig"));
    admin.resource(namespace(prefix)).create();
  }

  private static Namespace namespace(String name) {
    return new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build();
  }

  /** Makes everything; it takes minutes for a thousand. */
  void deploy(AggregatedApi metrics) throws InterruptedException, ExecutionException {
    Map<String, String> files = new TreeMap<>();
    List<Future<?>> made = new ArrayList<>();
    try (ExecutorService workers = Executors.newFixedThreadPool(16)) {
      for (int first = 0; first < size; first += IN_A_NAMESPACE) {
        String namespace = prefix + "-" + first / IN_A_NAMESPACE;
        List<String> names = new ArrayList<>();
        for (int i = first; i < Math.min(size, first + IN_A_NAMESPACE); i++) {
          names.add("app-" + i);
          files.put(namespace + "/app-" + i + ".yaml", policy(namespace, "app-" + i));
        }
        metrics.answer(
            "/apis/metrics.k8s.io/v1beta1/namespaces/" + namespace + "/pods",
            podMetrics(namespace, names));
        made.add(workers.submit(() -> deploy(namespace, names)));
      }
      for (Future<?> one : made) {
        one.get();
      }
    }
    policies.commit("main", files);
  }

  private void deploy(String namespace, List<String> names) {
    admin.resource(namespace(namespace)).create();
    for (String name : names) {
      admin.resource(deployment(namespace, name)).create();
      for (int pod = 0; pod < PODS; pod++) {
        // What is created has no status yet; a kubelet would report it.
        Pod ready = pod(namespace, name, pod);
        admin.resource(ready).create();
        admin.resource(ready).patchStatus();
      }
    }
  }

  /** The command line of the real launcher for a run over all of it. */
  List<String> command(Path launcher, String... more) {
    List<String> command =
        new ArrayList<>(
            List.of(
                launcher.toString(),
                "run",
                "--policies-repo=" + policies.url(),
                "--audit-repo=" + trail.url(),
                "--namespace=" + prefix,
                "--kubeconfig=" + kubeconfig,
                "--log-level=error"));
    command.addAll(List.of(more));
    return command;
  }

  private static String policy(String namespace, String name) {
    return """
        apiVersion: gitscaler.io/v1alpha1
        kind: ScalerPolicy
        metadata: {name: %s, namespace: %s}
        spec:
          scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: %1$s}
          minReplicas: 2
          maxReplicas: 20
          metrics:
          - type: Resource
            resource: {name: cpu, target: {type: Utilization, averageUtilization: 60}}
        """
        .formatted(name, namespace);
  }

  private static String deployment(String namespace, String name) {
    return """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: %s, namespace: %s}
        spec:
          replicas: %d
          selector: {matchLabels: {app: %1$s}}
          template:
            metadata: {labels: {app: %1$s}}
            spec: {containers: [{name: app, image: app, resources: {requests: {cpu: 100m}}}]}
        """
        .formatted(name, namespace, PODS);
  }

  private static Pod pod(String namespace, String app, int number) {
    Instant started = Instant.now().minusSeconds(3600);
    return Serialization.unmarshal(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: %s-%d, namespace: %s, labels: {app: %1$s}}
        spec: {containers: [{name: app, image: app, resources: {requests: {cpu: 100m}}}]}
        status:
          phase: Running
          startTime: "%s"
          conditions: [{type: Ready, status: "True", lastTransitionTime: "%4$s"}]
        """
            .formatted(app, number, namespace, started),
        Pod.class);
  }

  private static String podMetrics(String namespace, List<String> apps) {
    List<String> items = new ArrayList<>();
    for (String app : apps) {
      for (int pod = 0; pod < PODS; pod++) {
        items.add(
            """
            {"metadata": {"name": "%s-%d", "namespace": "%s", "labels": {"app": "%1$s"}}, "timestamp": "%s",
            "window": "30s", "containers": [{"name": "app", "usage": {"cpu": "60m", "memory": "64Mi"}}]}
            """
                .formatted(app, pod, namespace, Instant.now()));
      }
    }
    return """
        {"kind": "PodMetricsList", "apiVersion": "metrics.k8s.io/v1beta1", "metadata": {}, "items": [%s]}
        """
        .formatted(String.join(",", items));
  }
}
