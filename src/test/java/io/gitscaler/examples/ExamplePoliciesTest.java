package io.gitscaler.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.gitscaler.policy.MetricTarget;
import io.gitscaler.policy.Program;
import io.gitscaler.policy.Quantity;
import io.gitscaler.policy.ReplicaBounds;
import io.gitscaler.policy.ScalingMethod.ByMetrics;
import io.gitscaler.program.ProgramRun;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each folder of {@code policies/} does what it promises, and stops rather than guess. */
class ExamplePoliciesTest {
  /** The folder that a test covers. */
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.METHOD)
  @interface Covers {
    String value();
  }

  @TempDir Path temporary;

  private Example example(String folder, Map<String, String> environment) {
    return Example.read(folder, temporary, environment);
  }

  private static void assertFailed(ProgramRun run, String sentence) {
    assertThat(run.failure()).contains("exited with status 1").contains(sentence);
    assertThat(run.answer()).isEmpty();
    assertThat(run.stderr()).doesNotContain("Traceback");
  }

  private static String pod(int port) {
    return "{\"status\":{\"podIP\":\"127.0.0.1\"},\"spec\":{\"containers\":[{\"ports\":[{\"name\":\"http\","
        + "\"containerPort\":1},{\"name\":\"metrics\",\"containerPort\":"
        + port
        + "}]}]}}";
  }

  @Test
  void everyFolderHasATestAndALineInTheReadme() throws IOException {
    List<String> covered =
        Arrays.stream(ExamplePoliciesTest.class.getDeclaredMethods())
            .map(method -> method.getAnnotation(Covers.class))
            .filter(Objects::nonNull)
            .map(Covers::value)
            .toList();
    String readme = Files.readString(Example.ROOT.resolve("README.md"));
    try (Stream<Path> entries = Files.list(Example.ROOT)) {
      Set<String> folders =
          entries
              .filter(Files::isDirectory)
              .map(folder -> folder.getFileName().toString())
              .collect(Collectors.toSet());

      assertThat(covered).containsExactlyInAnyOrderElementsOf(folders).hasSizeGreaterThan(8);
      assertThat(folders).allSatisfy(name -> assertThat(readme).contains("(" + name + ")"));
    }
  }

  @Test
  @Covers("label-replicas")
  void scalesByALabelOfTheTarget() {
    try (Example example = example("label-replicas", Map.of())) {
      ProgramRun metric = example.metric("{\"metadata\":{\"labels\":{\"numPods\":\"4\"}}}");

      assertThat(metric.answer()).isEqualTo("4");
      assertThat(example.evaluate(metric.answer()).targetReplicas()).isEqualTo(4);
      assertFailed(example.metric("{\"metadata\":{}}"), "the target has no label numPods");
      assertFailed(example.evaluate("many"), "no whole number: 'many'");
    }
  }

  @Test
  @Covers("http-requests-per-pod")
  void addsUpWhatThePodsTell() throws IOException {
    try (ApiStub pod = new ApiStub(200, "{\"requestsPerSecond\": 70.5}");
        Example example = example("http-requests-per-pod", Map.of())) {
      assertThat(example.metric(pod(pod.port())).answer()).isEqualTo("70.5");
      assertThat(pod.requests()).extracting(ApiStub.Request::uri).containsExactly("/metric");
      assertThat(example.evaluate("70.5", "70.5", "10.0").targetReplicas()).isEqualTo(4);
      assertThat(example.evaluate("0.0").targetReplicas()).isZero();

      assertFailed(example.evaluate(), "nothing is known about the load");
      assertFailed(example.evaluate("nan"), "add up to nan");
      pod.answerWith(500, "");
      assertFailed(example.metric(pod(pod.port())), "cannot read the requests of the pod");
      assertFailed(example.metric("{\"status\":{},\"spec\":{}}"), "it has no address yet");
    }
  }

  @Test
  @Covers("scale-to-zero")
  void takesAnEmptyQueueForZeroButNotASilentOne() throws IOException {
    try (ApiStub queue = new ApiStub(200, "{\"messages\": 0}");
        Example example = example("scale-to-zero", Map.of("QUEUE_URL", queue.url()))) {
      assertThat(example.policy().bounds()).isEqualTo(new ReplicaBounds(0, 15));
      assertThat(example.metric("{}").answer()).isEqualTo("0");
      assertThat(example.evaluate("0").targetReplicas()).isZero();
      assertThat(example.evaluate("1").targetReplicas()).isEqualTo(1);
      assertThat(example.evaluate("41").targetReplicas()).isEqualTo(3);

      queue.answerWith(200, "{\"messages\": null}");
      assertFailed(example.metric("{}"), "the number of messages is None");
      queue.stop();
      assertFailed(example.metric("{}"), "cannot read the queue");
    }
    try (Example unconfigured = example("scale-to-zero", Map.of())) {
      assertFailed(unconfigured.metric("{}"), "QUEUE_URL");
    }
  }

  @Test
  @Covers("post-scale-hook")
  void tellsAChatAfterScaling() throws IOException {
    try (ApiStub chat = new ApiStub(204, "");
        Example example =
            example("post-scale-hook", Map.of("CHAT_WEBHOOK_URL", chat.url() + "/hooks/canary"))) {
      assertThat(example.metric("{\"metadata\":{\"labels\":{\"numPods\":\"12\"}}}").answer())
          .isEqualTo("12");
      assertThat(example.evaluate("12").targetReplicas()).isEqualTo(12);
      assertThat(example.postScale(12, 10).answer())
          .isEqualTo(
              "Deployment examples/announced now has 10 replicas (12 were asked for, 1 to 10 are allowed)");
      assertThat(example.postScale(5, 5).answer())
          .isEqualTo("Deployment examples/announced now has 5 replicas");
      assertThat(chat.requests().getFirst().body()).startsWith("{\"text\": \"Deployment");

      chat.answerWith(404, "");
      assertFailed(example.postScale(5, 5), "cannot tell the chat");
      assertThat(example.postScale(5, 5).toString()).doesNotContain("canary");
    }
  }

  @Test
  @Covers("sentiment")
  void scalesOnSentiment() throws IOException {
    String posts =
        "{\"posts\":[{\"text\":\"\ud83d\udc4d\ud83d\udc4d fast\"},{\"text\":\"\ud83d\udc4e slow\"},{\"text\":\"hm\"},"
            + "{\"text\":\"\ud83d\udc4d\ud83c\udffd\"}]}";
    Map<String, String> environment = Map.of("SEARCH_API_TOKEN", "canary-token");
    try (ApiStub search = new ApiStub(200, posts);
        Example example = example("sentiment", with(environment, "SEARCH_API_URL", search.url()))) {
      ProgramRun metric = example.metric("{}");

      assertThat(metric.answer()).isEqualTo("{\"up\": 3, \"down\": 1}");
      assertThat(search.requests())
          .containsExactly(
              new ApiStub.Request("GET", "/?q=%23gitscaler&count=100", "Bearer canary-token", ""));
      assertThat(example.evaluate(metric.answer()).targetReplicas()).isEqualTo(2);
      assertThat(example.evaluate("{\"up\": 1, \"down\": 9}").targetReplicas()).isZero();

      search.answerWith(401, "canary-token");
      assertFailed(example.metric("{}"), "cannot search for posts");
      search.answerWith(200, "no JSON");
      assertFailed(example.metric("{}"), "cannot search for posts");
    }
  }

  private static Map<String, String> with(Map<String, String> map, String name, String value) {
    Map<String, String> all = new HashMap<>(map);
    all.put(name, value);
    return all;
  }

  @Test
  @Covers("http-evaluated")
  void letsAServiceDecide() throws IOException {
    Process planner =
        new ProcessBuilder(
                "python3", Example.ROOT.resolve("http-evaluated/planner.py").toString(), "0")
            .start();
    try (BufferedReader output = planner.inputReader();
        Example example = example("http-evaluated", Map.of())) {
      String port = output.readLine().replaceAll("\\D", "");
      Program.Http written = (Program.Http) example.byPrograms().evaluate();
      Program.Http local = at("http://127.0.0.1:" + port + "/evaluate", written);
      ProgramRun metric =
          example.metric("{\"metadata\":{\"annotations\":{\"example.org/shards\":\"9\"}}}");

      assertThat(written.url()).isEqualTo("http://capacity-planner.examples.svc/evaluate");
      assertThat(metric.answer()).isEqualTo("9");
      assertThat(example.evaluate(local, metric.answer()).targetReplicas()).isEqualTo(5);
      assertFailed(example.metric("{\"metadata\":{}}"), "no annotation example.org/shards");
      assertThat(example.evaluate(local, "nine").failure()).contains("answered with status 400");
      assertThat(example.evaluate(at("http://127.0.0.1:1/", written), "9").failure())
          .contains("could not be asked");
    } finally {
      planner.descendants().forEach(ProcessHandle::destroyForcibly);
      planner.destroyForcibly();
    }
  }

  private static Program.Http at(String url, Program.Http program) {
    return new Program.Http(
        program.timeout(),
        program.method(),
        url,
        program.successCodes(),
        program.parameterMode(),
        program.headers(),
        program.caCert(),
        program.clientCert(),
        program.clientKey());
  }

  @Test
  @Covers("kuard-requests")
  void asksAMonitoringServiceForTheRequestsOfAService() throws IOException {
    Map<String, String> environment = Map.of("MONITOR_API_TOKEN", "canary-token");
    try (ApiStub monitor =
            new ApiStub(200, "{\"data\":[{\"t\":1,\"d\":[350.0]},{\"t\":2,\"d\":[512.5]}]}");
        Example example =
            example("kuard-requests", with(environment, "MONITOR_API_URL", monitor.url()))) {
      assertThat(example.policy().bounds()).isEqualTo(new ReplicaBounds(3, 10));
      assertThat(((ByMetrics) example.policy().method()).metrics().getFirst().target())
          .isEqualTo(new MetricTarget.AverageValue(Quantity.parse("100").orElseThrow()));
      assertThat(example.command("{}").answer()).isEqualTo("512.5");
      assertThat(monitor.requests().getFirst().authorization()).isEqualTo("Bearer canary-token");
      assertThat(monitor.requests().getFirst().body())
          .contains("net.http.request.count", "kubernetes.service.name = 'kuard'");

      monitor.answerWith(200, "{\"data\":[]}");
      assertFailed(example.command("{}"), "no sample of the last minute");
      monitor.answerWith(200, "{\"data\":[{\"t\":1,\"d\":[null]}]}");
      assertFailed(example.command("{}"), "cannot read net.http.request.count");
      monitor.answerWith(503, "");
      assertFailed(example.command("{}"), "cannot read net.http.request.count");
    }
  }

  @Test
  @Covers("command-metric")
  void measuresEachPodWithAProgram() throws IOException {
    String text =
        """
        # TYPE gateway_open_connections gauge
        gateway_open_connections{side="in"} 40
        gateway_open_connections{side="out"} 2.5
        gateway_open_connections_total 7
        """;
    try (ApiStub pod = new ApiStub(200, text);
        Example example =
            example("command-metric", Map.of("METRICS_PORT", String.valueOf(pod.port())))) {
      assertThat(example.command(pod(1)).answer()).isEqualTo("42.5");
      assertThat(pod.requests()).extracting(ApiStub.Request::uri).containsExactly("/metrics");

      pod.answerWith(200, "other 1\n");
      assertFailed(example.command(pod(1)), "no usable gateway_open_connections");
      pod.stop();
      assertFailed(example.command(pod(1)), "cannot read the connections of the pod");
    }
  }

  @Test
  @Covers("cpu")
  void needsNoProgramForCpu() {
    try (Example example = example("cpu", Map.of())) {
      assertThat(((ByMetrics) example.policy().method()).metrics())
          .singleElement()
          .satisfies(
              metric -> assertThat(metric.target()).isEqualTo(new MetricTarget.Utilization(60)));
      assertThat(example.policy().behavior()).isNotNull();
    }
  }
}
