package io.gitscaler;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gitscaler.testing.AggregatedApi;
import io.gitscaler.testing.FaultProxy;
import io.gitscaler.testing.FaultProxy.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Three policies that would each scale up, and a run of them through a proxy that spoils one kind of request; then a second run
 * without the fault.
 */
final class FaultScene implements AutoCloseable {
  static final String METRICS = "external.metrics.k8s.io";
  static final Map<String, Integer> BEFORE = Map.of("web", 1, "queue", 2, "db", 1);
  static final Map<String, Integer> WANTED = Map.of("web", 3, "queue", 4, "db", 2);

  private final TeamSite site;
  private final Doorway door;
  private final FaultProxy proxy;
  private final Path kubeconfig;

  /**
   * What was seen.
   *
   * @param hits requests that met with the fault
   * @param spoilt the run with the fault
   * @param between replicas after it
   * @param healed the run without the fault
   * @param after replicas after that
   * @param told the scalings in the trail in the end
   */
  record Seen(
      int hits,
      CommandRun spoilt,
      Map<String, Integer> between,
      CommandRun healed,
      Map<String, Integer> after,
      List<String> told) {}

  FaultScene(Path folder, AggregatedApi metrics) throws IOException {
    Files.createDirectories(folder);
    site = new TeamSite(folder);
    door = new Doorway(site.admin, folder);
    proxy = new FaultProxy(door.port());
    kubeconfig = Doorway.kubeconfig(folder.resolve("proxy.kubeconfig"), proxy.url());
    site.deployment("web", 1).deployment("queue", 2).statefulSet("db", 1);
    site.asks("web", 3);
    site.commit(
        "db.yaml",
        site.policy("db", "echo '{\"targetReplicas\": 2}'")
            .replace("kind: Deployment", "kind: StatefulSet"));
    site.commit("queue.yaml", queue());
    metrics.answer(
        "/apis/" + METRICS + "/v1beta1/namespaces/" + site.shop + "/waiting",
        """
        {"kind": "ExternalMetricValueList", "apiVersion": "external.metrics.k8s.io/v1beta1", "metadata": {}, "items": [
         {"metricName": "waiting", "metricLabels": {}, "timestamp": "2026-11-22T09:00:00Z", "value": "40"}]}
        """);
  }

  private String queue() {
    return """
        apiVersion: gitscaler.io/v1alpha1
        kind: ScalerPolicy
        metadata: {name: queue, namespace: %s}
        spec:
          scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: queue}
          minReplicas: 1
          maxReplicas: 10
          metrics:
          - type: External
            external: {metric: {name: waiting}, target: {type: AverageValue, averageValue: "10"}}
        """
        .formatted(site.shop);
  }

  /** The two runs; requests that match the route meet with the fault in the first, which the deadline ends at the latest. */
  Seen play(String route, Fault fault, String deadline) throws IOException {
    proxy.spoil(route, fault);
    CommandRun spoilt = run("--deadline", deadline);
    int hits = proxy.hits();
    Map<String, Integer> between = replicas();
    proxy.heal();
    site.freeTheLeases();
    CommandRun healed = run("--deadline", "3m");
    List<String> told = healed.status() == 0 ? site.scalingsTold() : List.of();
    return new Seen(hits, spoilt, between, healed, replicas(), told);
  }

  private CommandRun run(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "run",
                "--policies-repo=" + proxy.url() + "/policies.git",
                "--audit-repo=" + proxy.url() + "/audit.git",
                "--namespace=" + site.home,
                "--kubeconfig=" + kubeconfig,
                "--output=json"));
    arguments.addAll(List.of(more));
    return CommandRun.of(arguments, Map.of("HOSTNAME", "machine"));
  }

  private Map<String, Integer> replicas() {
    return Map.of(
        "web", site.replicas("web"),
        "queue", site.replicas("queue"),
        "db", site.statefulReplicas("db"));
  }

  /** For each policy what became of it: {@code scaled}, or the reason why not; {@code -} where the run could not tell. */
  static List<String> outcomes(CommandRun run) throws IOException {
    Map<String, String> outcomes = new TreeMap<>();
    if (!run.out().isEmpty()) {
      for (JsonNode policy : new ObjectMapper().readTree(run.out()).path("policies")) {
        boolean scaled = policy.path("outcome").asText().equals("applied");
        outcomes.put(
            policy.path("name").asText(), scaled ? "scaled" : policy.path("reason").asText());
      }
    }
    return List.of("web", "queue", "db").stream()
        .map(name -> outcomes.getOrDefault(name, "-"))
        .toList();
  }

  @Override
  public void close() throws IOException {
    proxy.close();
    door.close();
  }
}
