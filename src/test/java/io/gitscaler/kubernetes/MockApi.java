package io.gitscaler.kubernetes;

import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An API server that says what a test tells it to, word for word, and remembers what it was asked. Unknown paths are 404. */
final class MockApi implements AutoCloseable {
  private final KubernetesMockServer server = new KubernetesMockServer(false);
  private final KubernetesClient client;

  /** A server that knows the groups and kinds of the tests. */
  MockApi() {
    server.init();
    client =
        new KubernetesClientBuilder()
            .withConfig(
                new ConfigBuilder(server.createClient().getConfiguration())
                    .withRequestRetryBackoffLimit(0)
                    .withRequestTimeout(2_000)
                    .build())
            .build();
    get(
        "/apis/apps/v1",
        """
        {"resources": [
          {"name": "deployments", "kind": "Deployment", "namespaced": true},
          {"name": "deployments/scale", "kind": "Scale", "namespaced": true},
          {"name": "statefulsets", "kind": "StatefulSet", "namespaced": true},
          {"name": "statefulsets/scale", "kind": "Scale", "namespaced": true}]}
        """);
    get(
        "/apis/farm.example.org/v1",
        """
        {"resources": [
          {"name": "oxen", "kind": "Ox", "namespaced": true},
          {"name": "oxen/scale", "kind": "Scale", "namespaced": true}]}
        """);
  }

  /** The groups, each as {@code name=version,version}. */
  MockApi groups(String... groups) {
    StringBuilder json = new StringBuilder("{\"groups\": [");
    for (String group : groups) {
      String name = group.substring(0, group.indexOf('='));
      StringBuilder versions = new StringBuilder();
      for (String version : group.substring(group.indexOf('=') + 1).split(",", -1)) {
        versions.append(versions.isEmpty() ? "" : ",").append("{\"version\": \"" + version + "\"}");
      }
      json.append(json.charAt(json.length() - 1) == '[' ? "" : ",")
          .append("{\"name\": \"" + name + "\", \"versions\": [" + versions + "]}");
    }
    return get("/apis", json + "]}");
  }

  MockApi get(String path, String json) {
    return get(path, 200, json);
  }

  MockApi get(String path, int code, String json) {
    server.expect().get().withPath(path).andReturn(code, json).always();
    return this;
  }

  /** Answers once; further answers for the path follow in the order in which they are given. */
  MockApi getOnce(String path, int code, String json) {
    server.expect().get().withPath(path).andReturn(code, json).once();
    return this;
  }

  /** A list of objects. */
  MockApi list(String path, String... objects) {
    return get(path, "{\"metadata\": {}, \"items\": [" + String.join(",", objects) + "]}");
  }

  MockApi putOnce(String path, int code, String json) {
    server.expect().put().withPath(path).andReturn(code, json).once();
    return this;
  }

  MockApi postOnce(String path, int code, String json) {
    server.expect().post().withPath(path).andReturn(code, json).once();
    return this;
  }

  KubernetesClient client() {
    return client;
  }

  /** Method and path of every request since the last call, sorted, because some run side by side. */
  List<String> requests() throws InterruptedException {
    List<String> requests = new ArrayList<>();
    for (RecordedRequest one = server.takeRequest(0, TimeUnit.SECONDS);
        one != null;
        one = server.takeRequest(0, TimeUnit.SECONDS)) {
      requests.add(one.getMethod() + " " + one.getPath());
    }
    return requests.stream().sorted().toList();
  }

  /** The body of the latest request. */
  String lastBody() throws InterruptedException {
    return server.getLastRequest().getBody().readUtf8();
  }

  /** From now on nobody listens at its address. */
  void stop() {
    server.destroy();
  }

  @Override
  public void close() {
    client.close();
    server.destroy();
  }

  /** A Deployment whose pods have the label {@code app: NAME}. */
  static String deployment(String name, int replicas) {
    return """
        {"metadata": {"name": "NAME", "uid": "uid-NAME", "resourceVersion": "7",
          "managedFields": [{"manager": "kubectl"}]},
         "spec": {"replicas": REPLICAS, "selector": {"matchLabels": {"app": "NAME"}}},
         "status": {"replicas": REPLICAS}}
        """
        .replace("NAME", name)
        .replace("REPLICAS", String.valueOf(replicas));
  }

  static String pod(String name, String key, String value) {
    return """
        {"metadata": {"name": "%s", "labels": {"%s": "%s"}},
         "spec": {"containers": [{"name": "app", "resources": {"requests": {"cpu": "100m"}}}]},
         "status": {"phase": "Running", "startTime": "2026-11-22T09:00:00Z"}}
        """
        .formatted(name, key, value);
  }
}
