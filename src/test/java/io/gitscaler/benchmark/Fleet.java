package io.gitscaler.benchmark;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.gitscaler.testing.AggregatedApi;
import io.gitscaler.testing.BareRepository;
import io.gitscaler.testing.ControlPlane;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
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

  /** Makes everything. */
  void deploy(AggregatedApi metrics) throws IOException, InterruptedException, ExecutionException {
    Map<String, String> files = new TreeMap<>();
    Map<String, String> pods = new TreeMap<>();
    List<Future<?>> made = new ArrayList<>();
    try (ExecutorService workers = Executors.newFixedThreadPool(16)) {
      for (int first = 0; first < size; first += IN_A_NAMESPACE) {
        String namespace = prefix + "-" + first / IN_A_NAMESPACE;
        List<String> names = new ArrayList<>();
        for (int i = first; i < Math.min(size, first + IN_A_NAMESPACE); i++) {
          names.add("app-" + i);
          files.put(namespace + "/app-" + i + ".yaml", policy(namespace, "app-" + i));
          for (int pod = 0; pod < PODS; pod++) {
            String key = "/registry/pods/" + namespace + "/app-" + i + "-" + pod;
            pods.put(key, pod(namespace, "app-" + i, pod));
          }
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
    new EtcdWriter().put(pods);
    policies.commit("main", files);
  }

  private void deploy(String namespace, List<String> names) {
    admin.resource(namespace(namespace)).create();
    names.forEach(name -> admin.resource(deployment(namespace, name)).create());
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

  /** As a kubelet reports it and the API server stores it. */
  private static String pod(String namespace, String app, int number) {
    return """
        {"apiVersion": "v1", "kind": "Pod",
        "metadata": {"name": "%s-%d", "namespace": "%s", "uid": "%s", "labels": {"app": "%1$s"}, "creationTimestamp": "%5$s"},
        "spec": {"containers": [{"name": "app", "image": "app", "resources": {"requests": {"cpu": "100m"}},
          "terminationMessagePath": "/dev/termination-log", "terminationMessagePolicy": "File", "imagePullPolicy": "Always"}],
          "restartPolicy": "Always", "terminationGracePeriodSeconds": 30, "dnsPolicy": "ClusterFirst",
          "schedulerName": "default-scheduler", "nodeName": "node-%2$d"},
        "status": {"phase": "Running", "startTime": "%5$s", "podIP": "10.0.0.%2$d",
          "conditions": [{"type": "Initialized", "status": "True", "lastTransitionTime": "%5$s"},
            {"type": "Ready", "status": "True", "lastTransitionTime": "%5$s"}],
          "containerStatuses": [{"name": "app", "ready": true, "restartCount": 0, "image": "app", "imageID": "",
            "state": {"running": {"startedAt": "%5$s"}}, "lastState": {}}]}}
        """
        .formatted(
            app,
            number,
            namespace,
            UUID.randomUUID(),
            Instant.now().minusSeconds(3600).truncatedTo(ChronoUnit.SECONDS));
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
