package io.gitscaler;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.gitscaler.examples.ApiStub;
import io.gitscaler.testing.BareRepository;
import io.gitscaler.testing.ControlPlane;
import io.gitscaler.testing.NeedsControlPlane;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples as they lie in {@code policies/}, in a repository, against a real API server. */
@NeedsControlPlane
class ExamplesIT {
  private static final Path ROOT = Path.of("policies");

  @TempDir private Path folder;
  private final ControlPlane plane = ControlPlane.shared();
  private final KubernetesClient admin = plane.admin();

  private BareRepository repository() throws IOException {
    BareRepository repository = BareRepository.create(folder, "policies");
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(ROOT)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        if (!file.toString().contains("__pycache__")) {
          files.put(ROOT.relativize(file).toString(), Files.readString(file));
        }
      }
    }
    repository.commit("main", files);
    return repository;
  }

  private void target(String kind, String name, int replicas, String labels) {
    String yaml =
        """
        apiVersion: apps/v1
        kind: %s
        metadata: {name: %s, namespace: examples, labels: {%s}}
        spec:
          replicas: %d
          selector: {matchLabels: {app: %s}}
          template:
            metadata: {labels: {app: %s}}
            spec: {containers: [{name: app, image: "example.org/app:1"}]}
        """
            .formatted(kind, name, labels, replicas, name, name);
    admin.resource(yaml).create();
  }

  private void targets() {
    admin
        .resource(
            new NamespaceBuilder().withNewMetadata().withName("examples").endMetadata().build())
        .create();
    target("Deployment", "hello", 1, "numPods: \"3\"");
    target("Deployment", "announced", 1, "numPods: \"12\"");
    target("Deployment", "kuard", 3, "");
    target("Deployment", "image-worker", 1, "");
    target("Deployment", "party", 1, "");
    target("StatefulSet", "search", 4, "");
    target("Deployment", "checkout", 2, "");
    target("Deployment", "storefront", 2, "");
    target("Deployment", "gateway", 2, "");
  }

  @Test
  void scaleWhatCanBeMeasuredHereAndHoldTheRest() throws IOException {
    targets();
    String posts =
        "{\"posts\":[{\"text\":\"\ud83d\udc4d\ud83d\udc4d\ud83d\udc4d\"},{\"text\":\"\ud83d\udc4e\"}]}";
    try (ApiStub queue = new ApiStub(200, "{\"messages\": 41}");
        ApiStub search = new ApiStub(200, posts);
        ApiStub monitor = new ApiStub(200, "{\"data\":[{\"t\":1,\"d\":[512.5]}]}");
        ApiStub chat = new ApiStub(204, "")) {
      BareRepository trail = BareRepository.create(folder, "audit");
      List<String> arguments =
          List.of(
              "run",
              "--policies-repo",
              repository().url(),
              "--audit-repo",
              trail.url(),
              "--namespace",
              plane.namespace("gitscaler"),
              "--kubeconfig",
              plane.kubeconfig(folder.resolve("kubeconfig")).toString(),
              "--output",
              "json");
      Map<String, String> environment =
          Map.of(
              "QUEUE_URL",
              queue.url(),
              "SEARCH_API_URL",
              search.url(),
              "SEARCH_API_TOKEN",
              "canary-search",
              "MONITOR_API_URL",
              monitor.url(),
              "MONITOR_API_TOKEN",
              "canary-monitor",
              "CHAT_WEBHOOK_URL",
              chat.url() + "/hooks/canary-chat");

      CommandRun run = CommandRun.of(arguments, environment);

      assertThat(outcomes(run))
          .containsExactly(
              Map.entry("command-metric", "2 FailedGetCommandMetric"),
              Map.entry("cpu", "2 FailedGetResourceMetric"),
              Map.entry("http-evaluated", "4 ProgramFailed"),
              Map.entry("http-requests-per-pod", "2 ProgramFailed"),
              Map.entry("kuard-requests", "3>6 MetricAboveTarget"),
              Map.entry("label-replicas", "1>3 ProgramRequested"),
              Map.entry("post-scale-hook", "1>10 TooManyReplicas"),
              Map.entry("scale-to-zero", "1>3 ProgramRequested"),
              Map.entry("sentiment", "1>2 ProgramRequested"));
      assertThat(run.status()).as("some policies stopped").isEqualTo(4);
      assertThat(chat.requests()).singleElement().asString().contains("announced now has 10");
      assertThat(trail.git("log", "--format=%s", "gitscaler/audit"))
          .isEqualTo("scale: 5 up, 4 failed, 9 new, 1 beyond max (9 policies)");
      String everything = run.out() + run.err() + trail.git("log", "-p", "gitscaler/audit");
      assertThat(everything).doesNotContain("canary");

      CommandRun second = CommandRun.of(arguments, environment);

      assertThat(outcomes(second))
          .allSatisfy((name, words) -> assertThat(words).doesNotContain(">"));
      assertThat(trail.git("rev-list", "--count", "gitscaler/audit")).isEqualTo("1");
    }
  }

  /** What happened to each policy: replicas, {@code before>after} where they changed, and the reason. */
  private static Map<String, String> outcomes(CommandRun run) throws IOException {
    Map<String, String> outcomes = new TreeMap<>();
    for (JsonNode policy : new ObjectMapper().readTree(run.out()).path("policies")) {
      int from = policy.path("from").asInt();
      int to = policy.path("to").asInt(from);
      String replicas = from == to ? String.valueOf(from) : from + ">" + to;
      outcomes.put(policy.path("name").asText(), replicas + " " + policy.path("reason").asText());
    }
    return outcomes;
  }
}
