package io.gitscaler.testing;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.http.Dispatcher;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import io.gitscaler.kubernetes.BulkClusterReader;
import io.gitscaler.kubernetes.MetricsApis;
import io.gitscaler.metric.Measurement;
import io.gitscaler.metric.MetricQuery;
import io.gitscaler.policy.MetricSpec;
import io.gitscaler.policy.ScalingPolicy;
import io.gitscaler.workload.ClusterSnapshot;
import io.gitscaler.workload.PodSnapshot;
import io.gitscaler.workload.Sight;
import io.gitscaler.workload.Workload;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/** An API server that serves conformance cases as objects, one namespace for each. */
public final class ConformanceServer implements AutoCloseable {
  private static final String KINDS =
      """
      {"resources": [
        {"name": "deployments", "kind": "Deployment", "namespaced": true},
        {"name": "deployments/scale", "kind": "Scale", "namespaced": true}]}""";
  private static final String GROUPS =
      """
      {"groups": [
        {"name": "apps", "versions": [{"version": "v1"}], "preferredVersion": {"version": "v1"}},
        {"name": "custom.metrics.k8s.io", "versions": [{"version": "v1beta2"}],
         "preferredVersion": {"version": "v1beta2"}}]}""";

  private final Map<String, String> answers = new ConcurrentHashMap<>();
  private final KubernetesMockServer server;
  private final KubernetesClient client;
  private int cases;

  public ConformanceServer() {
    answers.put("/apis", GROUPS);
    answers.put("/apis/apps/v1", KINDS);
    answers.put("/api/v1", "{\"resources\": []}");
    Dispatcher dispatcher =
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            String path = request.getPath();
            int question = path.indexOf('?');
            String answer = answers.get(question < 0 ? path : path.substring(0, question));
            return answer == null
                ? new MockResponse().setResponseCode(404)
                : new MockResponse().setResponseCode(200).setBody(answer);
          }
        };
    server =
        new KubernetesMockServer(
            new Context(), new MockWebServer(), new HashMap<>(), dispatcher, false);
    server.init();
    client = server.createClient();
  }

  /** What the adapters make of a case's objects. */
  public record Seen(Workload workload, Sight<List<PodSnapshot>> pods, Measurement measurement) {}

  /** Serves the case and reads it as a pass does. */
  public synchronized Seen read(JsonNode json, MetricSpec spec) {
    String namespace = "case-" + cases++;
    ConformanceObjects objects = new ConformanceObjects(namespace, json);
    answers.put(
        "/apis/apps/v1/namespaces/" + namespace + "/deployments", objects.deployments().toString());
    answers.put("/api/v1/namespaces/" + namespace + "/pods", objects.pods().toString());
    answers.put(metricPath(namespace, spec), objects.samples(spec).toString());
    ScalingPolicy policy = Policies.byCpu(namespace + "/web", 50).build();
    ClusterSnapshot snapshot = new BulkClusterReader(client, 4).observe(List.of(policy));
    Workload workload = snapshot.workload(policy).orThrow();
    MetricQuery query = new MetricQuery(policy, workload, spec);
    Measurement measurement = new MetricsApis(client, 4).read(List.of(query)).get(query);
    return new Seen(workload, snapshot.pods(workload), Objects.requireNonNull(measurement));
  }

  private static String metricPath(String namespace, MetricSpec spec) {
    String custom = "/apis/custom.metrics.k8s.io/v1beta2/namespaces/" + namespace;
    return switch (spec) {
      case MetricSpec.Resource resource ->
          "/apis/metrics.k8s.io/v1beta1/namespaces/" + namespace + "/pods";
      case MetricSpec.ContainerResource resource ->
          "/apis/metrics.k8s.io/v1beta1/namespaces/" + namespace + "/pods";
      case MetricSpec.Pods pods -> custom + "/pods/*/" + pods.metric().name();
      case MetricSpec.ObjectMetric object ->
          custom
              + "/deployments.apps/"
              + object.describedObject().name()
              + "/"
              + object.metric().name();
      case MetricSpec.External external ->
          "/apis/external.metrics.k8s.io/v1beta1/namespaces/"
              + namespace
              + "/"
              + external.metric().name();
      case MetricSpec.Command command -> throw new IllegalArgumentException(command.toString());
    };
  }

  @Override
  public void close() {
    client.close();
    server.destroy();
  }
}
