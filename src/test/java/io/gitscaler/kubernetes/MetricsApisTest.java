package io.gitscaler.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.gitscaler.metric.Measurement;
import io.gitscaler.metric.Measurement.PodValue;
import io.gitscaler.metric.MetricQuery;
import io.gitscaler.policy.LabelSelector;
import io.gitscaler.policy.MetricIdentifier;
import io.gitscaler.policy.MetricSpec;
import io.gitscaler.policy.MetricTarget;
import io.gitscaler.policy.Quantity;
import io.gitscaler.policy.ScalingPolicy;
import io.gitscaler.policy.TargetRef;
import io.gitscaler.testing.Policies;
import io.gitscaler.workload.Workload;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetricsApisTest {
  private static final Instant AT = Instant.parse("2026-11-22T09:00:00Z");
  private static final MetricTarget TARGET = new MetricTarget.AverageValue(Quantity.ofMilli(1000));

  private final KubernetesMockServer server = new KubernetesMockServer(false);

  @BeforeEach
  void start() {
    server.init();
    answer(
        "/apis",
        """
        {"groups": [
          {"name": "custom.metrics.k8s.io", "versions": [{"version": "v1beta1"}, {"version": "v1beta2"}],
           "preferredVersion": {"version": "v1beta2"}},
          {"name": "networking.k8s.io", "versions": [{"version": "v1"}],
           "preferredVersion": {"version": "v1"}}]}""");
    answer(
        "/apis/networking.k8s.io/v1",
        """
        {"resources": [{"name": "ingresses", "kind": "Ingress", "namespaced": true}]}""");
    answer(
        "/api/v1",
        """
        {"resources": [{"name": "services", "kind": "Service", "namespaced": true}]}""");
  }

  @AfterEach
  void stop() {
    server.destroy();
  }

  private void answer(String path, String json) {
    server.expect().get().withPath(path).andReturn(200, json).always();
  }

  private static MetricQuery query(String policy, MetricSpec spec) {
    ScalingPolicy built = Policies.byCpu(policy, 50).build();
    Workload workload =
        new Workload(
            built.id().namespace(),
            built.target(),
            "uid",
            "1",
            2,
            2,
            "app=" + built.id().name(),
            null);
    return new MetricQuery(built, workload, spec);
  }

  private Measurement read(MetricQuery query) {
    return Objects.requireNonNull(read(List.of(query)).get(query));
  }

  private Map<MetricQuery, Measurement> read(List<MetricQuery> queries) {
    try (var client = server.createClient()) {
      client.getConfiguration().setRequestRetryBackoffLimit(0);
      return new MetricsApis(client, 4).read(queries);
    }
  }

  private static Measurement.Unavailable unavailable(Measurement measurement) {
    assertThat(measurement).isInstanceOf(Measurement.Unavailable.class);
    return (Measurement.Unavailable) measurement;
  }

  private static MetricIdentifier metric(String name) {
    return new MetricIdentifier(name, null);
  }

  private static String podMetrics(String... items) {
    return "{\"kind\": \"PodMetricsList\", \"metadata\": {}, \"items\": ["
        + String.join(",", items)
        + "]}";
  }

  private static String pod(String name, String app, String containers) {
    return """
    {"metadata": {"name": "%s", "labels": {"app": "%s"}}, "timestamp": "2026-11-22T09:00:00Z",
     "window": "15.5s", "containers": [%s]}"""
        .formatted(name, app, containers);
  }

  private static String container(String name, String cpu) {
    return """
    {"name": "%s", "usage": {"cpu": "%s", "memory": "1Mi"}}"""
        .formatted(name, cpu);
  }

  @Test
  void addsUpTheContainersOfEachPodOfTheTarget() {
    answer(
        "/apis/metrics.k8s.io/v1beta1/namespaces/shop/pods?limit=500",
        podMetrics(
            pod("web-1", "web", container("app", "100m") + "," + container("proxy", "1n")),
            pod("api-1", "api", container("app", "900m"))));

    Measurement cpu = read(query("shop/web", new MetricSpec.Resource("cpu", TARGET)));

    assertThat(cpu)
        .isEqualTo(
            new Measurement.PerPod(
                Map.of("web-1", new PodValue(101, AT, Duration.ofMillis(15_500)))));
  }

  @Test
  void readsOneContainerWhereOneIsNamed() {
    answer(
        "/apis/metrics.k8s.io/v1beta1/namespaces/shop/pods?limit=500",
        podMetrics(
            pod("web-1", "web", container("app", "100m") + "," + container("proxy", "7m")),
            pod("web-2", "web", container("app", "100m"))));

    Measurement cpu =
        read(query("shop/web", new MetricSpec.ContainerResource("cpu", "proxy", TARGET)));

    assertThat(((Measurement.PerPod) cpu).values()).containsOnlyKeys("web-1");
  }

  @Test
  void aPodOfWhichOneContainerLacksTheResourceHasNoValue() {
    answer(
        "/apis/metrics.k8s.io/v1beta1/namespaces/shop/pods?limit=500",
        podMetrics(
            pod("web-1", "web", container("app", "100m") + ",{\"name\": \"new\", \"usage\": {}}"),
            pod("web-2", "web", "")));

    Measurement cpu = read(query("shop/web", new MetricSpec.Resource("cpu", TARGET)));

    assertThat(((Measurement.PerPod) cpu).values()).isEmpty();
  }

  @ParameterizedTest(name = "a usage of {0} is no number to act on")
  @CsvSource({"NaN", "+Inf", "many", "10E", "9223372036854775808"})
  void aUsageBeyondSixtyFourBitsMakesTheMetricUnavailable(String usage) {
    answer(
        "/apis/metrics.k8s.io/v1beta1/namespaces/shop/pods?limit=500",
        podMetrics(pod("web-1", "web", container("app", usage))));

    Measurement.Unavailable cpu =
        unavailable(read(query("shop/web", new MetricSpec.Resource("cpu", TARGET))));

    assertThat(cpu.why()).isEqualTo(Measurement.Why.INVALID);
    assertThat(cpu.sentence()).contains("shop/web-1", "cpu");
  }

  @Test
  void noMetricsForAnyPodOfTheTargetIsUnavailableAndNotZero() {
    answer(
        "/apis/metrics.k8s.io/v1beta1/namespaces/shop/pods?limit=500",
        podMetrics(pod("api-1", "api", container("app", "900m"))));

    Measurement.Unavailable cpu =
        unavailable(read(query("shop/web", new MetricSpec.Resource("cpu", TARGET))));

    assertThat(cpu.why()).isEqualTo(Measurement.Why.EMPTY);
    assertThat(cpu.sentence()).contains("app=web");
  }

  @Test
  void oneListPerNamespaceServesAllItsPolicies() {
    List<MetricQuery> queries = new ArrayList<>();
    for (String namespace : List.of("a", "b", "c")) {
      answer(
          "/apis/metrics.k8s.io/v1beta1/namespaces/" + namespace + "/pods?limit=500",
          podMetrics(pod("web-1", "web", container("app", "100m"))));
      for (int i = 0; i < 40; i++) {
        queries.add(query(namespace + "/p" + i, new MetricSpec.Resource("cpu", TARGET)));
        queries.add(query(namespace + "/p" + i, new MetricSpec.Resource("memory", TARGET)));
      }
    }

    assertThat(read(queries)).hasSize(240);

    assertThat(server.getRequestCount()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"10000000000", "-1", "1e300", "99999999999999999999999"})
  void aWindowThatIsNoneIsNoMeasurement(String window) {
    answer(
        "/apis/custom.metrics.k8s.io/v1beta2/namespaces/shop/pods/*/requests?labelSelector=app%3Dweb",
        """
        {"items": [{"describedObject": {"name": "web-1"}, "timestamp": "2026-11-22T09:00:00Z", "windowSeconds": %s, "value": "2"}]}"""
            .formatted(window));

    Measurement requests =
        read(
            query("shop/web", new MetricSpec.Pods(new MetricIdentifier("requests", null), TARGET)));

    assertThat(requests)
        .isInstanceOfSatisfying(
            Measurement.Unavailable.class,
            unavailable -> assertThat(unavailable.why()).isEqualTo(Measurement.Why.INVALID));
  }

  @Test
  void asksForAllPodsOfTheTargetAndForTheMetricsOwnSelector() {
    answer(
        "/apis/custom.metrics.k8s.io/v1beta2/namespaces/shop/pods/*/requests?labelSelector=app%3Dweb&metricLabelSelector=verb%3DGET",
        """
        {"items": [
          {"describedObject": {"name": "web-1"}, "timestamp": "2026-11-22T09:00:00Z", "windowSeconds": 30, "value": "1500m"},
          {"describedObject": {"name": "web-2"}, "timestamp": "2026-11-22T09:00:00Z", "value": "2"}]}""");

    Measurement requests =
        read(
            query(
                "shop/web",
                new MetricSpec.Pods(
                    new MetricIdentifier(
                        "requests", new LabelSelector(Map.of("verb", "GET"), List.of())),
                    TARGET)));

    assertThat(requests)
        .isEqualTo(
            new Measurement.PerPod(
                Map.of(
                    "web-1", new PodValue(1500, AT, Duration.ofSeconds(30)),
                    "web-2", new PodValue(2000, AT, Duration.ofSeconds(60)))));
  }

  @ParameterizedTest(name = "{0} {1} is read at {2}")
  @CsvSource({
    "v1, Service, /services/kuard/net.http.request.count",
    "networking.k8s.io/v1, Ingress, /ingresses.networking.k8s.io/kuard/net.http.request.count",
    "v1, Namespace, /metrics/net.http.request.count"
  })
  void readsTheOneValueOfAnObject(String apiVersion, String kind, String path) {
    answer(
        "/apis/custom.metrics.k8s.io/v1beta2/namespaces/shop" + path,
        """
        {"items": [{"timestamp": "2026-11-22T09:00:00Z", "value": "9"}]}""");

    Measurement count =
        read(
            query(
                "shop/web",
                new MetricSpec.ObjectMetric(
                    metric("net.http.request.count"),
                    new TargetRef(apiVersion, kind, "kuard"),
                    TARGET)));

    assertThat(count).isEqualTo(new Measurement.Series(List.of(9000L), AT));
  }

  @Test
  void severalValuesForOneObjectAreNone() {
    answer(
        "/apis/custom.metrics.k8s.io/v1beta2/namespaces/shop/services/kuard/count",
        """
        {"items": [{"value": "9"}, {"value": "8"}]}""");

    Measurement.Unavailable count =
        unavailable(
            read(
                query(
                    "shop/web",
                    new MetricSpec.ObjectMetric(
                        metric("count"), new TargetRef("v1", "Service", "kuard"), TARGET))));

    assertThat(count.why()).isEqualTo(Measurement.Why.INVALID);
    assertThat(count.sentence()).contains("2 values for one object");
  }

  @Test
  void readsAllSeriesOfAnExternalMetricWhateverItsNameHolds() {
    answer(
        "/apis/external.metrics.k8s.io/v1beta1/namespaces/shop/pubsub%7Csubscription?labelSelector=queue%20in%20%28a%2Cb%29",
        """
        {"items": [{"timestamp": "2026-11-22T09:00:00Z", "value": "-5"}, {"value": "7"}]}""");

    Measurement series =
        read(
            query(
                "shop/web",
                new MetricSpec.External(
                    new MetricIdentifier(
                        "pubsub|subscription",
                        new LabelSelector(
                            Map.of(),
                            List.of(
                                new LabelSelector.Requirement(
                                    "queue", LabelSelector.Operator.IN, List.of("a", "b"))))),
                    TARGET)));

    assertThat(series).isEqualTo(new Measurement.Series(List.of(-5000L, 7000L), AT));
  }

  @Test
  void anEmptyAnswerIsUnavailableAndNotZero() {
    answer("/apis/external.metrics.k8s.io/v1beta1/namespaces/shop/queue", "{\"items\": []}");

    Measurement.Unavailable queue =
        unavailable(read(query("shop/web", new MetricSpec.External(metric("queue"), TARGET))));

    assertThat(queue.why()).isEqualTo(Measurement.Why.EMPTY);
  }

  @Test
  void anApiThatFailsMakesOnlyItsOwnMetricsUnavailable() {
    server
        .expect()
        .get()
        .withPath("/apis/external.metrics.k8s.io/v1beta1/namespaces/shop/queue")
        .andReturn(503, "{\"message\": \"the adapter sleeps\"}")
        .always();
    answer(
        "/apis/metrics.k8s.io/v1beta1/namespaces/shop/pods?limit=500",
        podMetrics(pod("web-1", "web", container("app", "100m"))));
    MetricQuery cpu = query("shop/web", new MetricSpec.Resource("cpu", TARGET));
    MetricQuery queue = query("shop/web", new MetricSpec.External(metric("queue"), TARGET));

    Map<MetricQuery, Measurement> readings = read(List.of(cpu, queue));

    assertThat(readings.get(cpu)).isInstanceOf(Measurement.PerPod.class);
    assertThat(unavailable(Objects.requireNonNull(readings.get(queue))).sentence())
        .startsWith(
            "queue in shop (external.metrics.k8s.io): the API server answered 503 (the adapter sleeps).");
  }

  @Test
  void anApiThatIsNotInstalledIsNamed() {
    Measurement.Unavailable cpu =
        unavailable(read(query("shop/web", new MetricSpec.Resource("cpu", TARGET))));

    assertThat(cpu.sentence())
        .endsWith("Check that metrics.k8s.io is installed and knows the metric.");
  }

  @ParameterizedTest(name = "a window of {0} has {1} ms")
  @CsvSource({"15.163s, 15163", "1m0s, 60000", "1h2m3.5s, 3723500", "500ms, 500", "'', 0"})
  void readsWindowsAsGoWritesThem(String text, long millis) {
    assertThat(MetricItems.window(text)).isEqualTo(Duration.ofMillis(millis));
  }
}
