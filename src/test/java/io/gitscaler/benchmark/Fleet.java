package io.gitscaler.benchmark;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.gitscaler.testing.AggregatedApi;
import java.io.IOException;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Deployments with ten ready pods each, ten Deployments in a namespace, all at the load that a target of 60 % of CPU asks for:
 * nothing is to be scaled. It only grows.
 */
final class Fleet {
  private static final int IN_A_NAMESPACE = 10;
  private static final int PODS = 10;
  private static final Pattern SELECTED = Pattern.compile("labelSelector=app%3Dapp-(\\d+)");

  private final Bench bench;
  private final KubernetesClient admin;
  private int size;

  Fleet(Bench bench) {
    this.bench = bench;
    this.admin = bench.plane().admin();
  }

  static String namespace(int app) {
    return "fleet-" + app / IN_A_NAMESPACE;
  }

  static String app(int number) {
    return "app-" + number;
  }

  /** Makes what is missing of so many Deployments. */
  void grow(int to) throws IOException, InterruptedException, ExecutionException {
    Map<String, String> pods = new TreeMap<>();
    List<Future<?>> made = new ArrayList<>();
    try (ExecutorService workers = Executors.newFixedThreadPool(16)) {
      for (int first = size; first < to; first = (first / IN_A_NAMESPACE + 1) * IN_A_NAMESPACE) {
        int begin = first;
        int end = Math.min(to, (first / IN_A_NAMESPACE + 1) * IN_A_NAMESPACE);
        for (int app = begin; app < end; app++) {
          for (int pod = 0; pod < PODS; pod++) {
            pods.put(
                "/registry/pods/" + namespace(app) + "/" + app(app) + "-" + pod, pod(app, pod));
          }
        }
        serveMetrics(begin / IN_A_NAMESPACE * IN_A_NAMESPACE, end);
        made.add(workers.submit(() -> deploy(begin, end)));
      }
      for (Future<?> one : made) {
        one.get();
      }
    }
    new EtcdWriter().put(pods);
    size = Math.max(size, to);
  }

  /** Those of the whole namespace, or of the pods that a selector names, as the controller asks for them. */
  private void serveMetrics(int begin, int end) {
    String all = podMetrics(begin, end);
    bench
        .metrics()
        .answer(
            "/apis/metrics.k8s.io/v1beta1/namespaces/" + namespace(begin) + "/pods",
            request -> {
              Matcher selected = SELECTED.matcher(request.getPath());
              int app = selected.find() ? Integer.parseInt(selected.group(1)) : -1;
              return AggregatedApi.json(200, app < 0 ? all : podMetrics(app, app + 1));
            });
  }

  private void deploy(int begin, int end) {
    if (begin % IN_A_NAMESPACE == 0) {
      admin.resource(Installation.namespaceOf(namespace(begin))).create();
    }
    for (int app = begin; app < end; app++) {
      admin.resource(deployment(app)).create();
    }
  }

  private static String deployment(int app) {
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
        .formatted(app(app), namespace(app), PODS);
  }

  /** As a kubelet reports it and the API server stores it. */
  static String pod(int app, int number) {
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
            app(app),
            number,
            namespace(app),
            UUID.randomUUID(),
            Instant.now().minusSeconds(3600).truncatedTo(ChronoUnit.SECONDS));
  }

  static String podMetrics(int begin, int end) {
    List<String> items = new ArrayList<>();
    for (int app = begin; app < end; app++) {
      for (int pod = 0; pod < PODS; pod++) {
        items.add(
            """
            {"metadata": {"name": "%s-%d", "namespace": "%s", "labels": {"app": "%1$s"}}, "timestamp": "%s",
            "window": "30s", "containers": [{"name": "app", "usage": {"cpu": "60m", "memory": "64Mi"}}]}
            """
                .formatted(
                    app(app), pod, namespace(app), Instant.now().truncatedTo(ChronoUnit.SECONDS)));
      }
    }
    return """
        {"kind": "PodMetricsList", "apiVersion": "metrics.k8s.io/v1beta1", "metadata": {}, "items": [%s]}
        """
        .formatted(String.join(",", items));
  }
}
