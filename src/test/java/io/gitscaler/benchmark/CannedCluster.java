package io.gitscaler.benchmark;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server that has an answer ready for each list of a {@link Fleet}, and takes what is written without a look at it. */
final class CannedCluster implements AutoCloseable {
  private final Map<String, byte[]> answers = new HashMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final ExecutorService threads = Executors.newFixedThreadPool(4);
  private final HttpServer server;
  final KubernetesClient client;

  /** Serves the first {@code size} Deployments of a fleet, ten to a namespace. */
  CannedCluster(int size) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.setExecutor(threads);
    server.start();
    client =
        new KubernetesClientBuilder()
            .withConfig(
                new ConfigBuilder(Config.empty())
                    .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
                    .build())
            .build();
    answer(
        "/apis",
        """
        {"groups": [{"name": "apps", "versions": [{"version": "v1"}]}, {"name": "autoscaling", "versions": [{"version": "v2"}]}]}
        """);
    answer(
        "/apis/apps/v1",
        """
        {"resources": [{"name": "deployments", "kind": "Deployment", "namespaced": true},
          {"name": "deployments/scale", "kind": "Scale", "namespaced": true}]}
        """);
    answer("/api/v1/namespaces/home/configmaps", list(List.of()));
    for (int first = 0; first < size; first += 10) {
      String namespace = Fleet.namespace(first);
      List<String> deployments = new ArrayList<>();
      List<String> pods = new ArrayList<>();
      for (int app = first; app < first + 10; app++) {
        deployments.add(deployment(app));
        for (int pod = 0; pod < 10; pod++) {
          pods.add(Fleet.pod(app, pod));
        }
      }
      answer("/apis/apps/v1/namespaces/" + namespace + "/deployments", list(deployments));
      answer("/api/v1/namespaces/" + namespace + "/pods", list(pods));
      answer(
          "/apis/metrics.k8s.io/v1beta1/namespaces/" + namespace + "/pods",
          Fleet.podMetrics(first, first + 10));
      answer(
          "/apis/autoscaling/v2/namespaces/" + namespace + "/horizontalpodautoscalers",
          list(List.of()));
    }
  }

  /** Method and path of every request so far, the query left out. */
  List<String> requests() {
    return List.copyOf(requests);
  }

  void forget() {
    requests.clear();
  }

  private void answer(String path, String json) {
    answers.put(path, json.getBytes(UTF_8));
  }

  private static String list(List<String> items) {
    return "{\"metadata\": {\"resourceVersion\": \"1\"}, \"items\": [%s]}"
        .formatted(String.join(",", items));
  }

  private static String deployment(int app) {
    return """
        {"metadata": {"name": "%s", "namespace": "%s", "uid": "u-%1$s", "resourceVersion": "1"},
        "spec": {"replicas": 10, "selector": {"matchLabels": {"app": "%1$s"}}, "template": {"metadata": {"labels": {"app": "%1$s"}}}},
        "status": {"replicas": 10}}
        """
        .formatted(Fleet.app(app), Fleet.namespace(app));
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      requests.add(exchange.getRequestMethod() + " " + path);
      byte[] sent = exchange.getRequestBody().readAllBytes();
      byte[] answer = sent.length > 0 ? stored(sent) : answers.get(path);
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(answer == null ? 404 : 200, answer == null ? -1 : answer.length);
      if (answer != null) {
        exchange.getResponseBody().write(answer);
      }
    }
  }

  /** What was sent, as the API server would answer: with a version. */
  private static byte[] stored(byte[] sent) {
    String text = new String(sent, UTF_8);
    return text.contains("\"resourceVersion\"")
        ? sent
        : text.replaceFirst("\"metadata\":\\{", "$0\"resourceVersion\":\"1\",").getBytes(UTF_8);
  }

  @Override
  public void close() {
    client.close();
    server.stop(0);
    threads.close();
  }
}
