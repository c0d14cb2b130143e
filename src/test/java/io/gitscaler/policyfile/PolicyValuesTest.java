package io.gitscaler.policyfile;

import static io.gitscaler.policyfile.PolicyTexts.METRICS;
import static io.gitscaler.policyfile.PolicyTexts.PROGRAMS;
import static io.gitscaler.policyfile.PolicyTexts.edit;
import static io.gitscaler.policyfile.PolicyTexts.policy;
import static io.gitscaler.policyfile.PolicyTexts.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.gitscaler.policy.HookPoint;
import io.gitscaler.policy.MetricSpec;
import io.gitscaler.policy.Mode;
import io.gitscaler.policy.Pause;
import io.gitscaler.policy.PodReadiness;
import io.gitscaler.policy.Program;
import io.gitscaler.policy.Quantity;
import io.gitscaler.policy.ReplicaBounds;
import io.gitscaler.policy.RunMode;
import io.gitscaler.policy.ScalingBehavior;
import io.gitscaler.policy.ScalingBehavior.Rate;
import io.gitscaler.policy.ScalingBehavior.RateType;
import io.gitscaler.policy.ScalingBehavior.Rules;
import io.gitscaler.policy.ScalingBehavior.SelectPolicy;
import io.gitscaler.policy.ScalingMethod;
import io.gitscaler.policy.ScalingPolicy;
import io.gitscaler.policy.TargetRef;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyValuesTest {
  @TempDir private Path folder;

  private ScalingPolicy valid(String name, String policy) {
    return new FolderPolicySource(Path.of("src/test/resources/policyfile/valid"))
        .load().policies().stream()
            .filter(it -> it.origin().file().equals(name) && it.id().toString().equals(policy))
            .findFirst()
            .orElseThrow();
  }

  @Test
  void fillsInTheDefaultsOfMetrics() {
    ScalingPolicy policy = policy(folder, edit(METRICS, "  minReplicas: 2\n", ""));

    assertThat(policy.bounds()).isEqualTo(new ReplicaBounds(1, 20));
    assertThat(policy.mode()).isEqualTo(Mode.ENFORCE);
    assertThat(policy.pause()).isNull();
    assertThat(policy.behavior()).isNull();
    assertThat(policy.downscaleStabilization()).isEqualTo(Duration.ofMinutes(5));
    assertThat(policy.readiness()).isEqualTo(PodReadiness.DEFAULT);
    assertThat(policy.target()).isEqualTo(new TargetRef("apps/v1", "Deployment", "checkout"));
    assertThat(policy.method())
        .isInstanceOfSatisfying(
            ScalingMethod.ByMetrics.class, method -> assertThat(method.tolerance()).isEqualTo(0.1));
  }

  @Test
  void fillsInTheDefaultsOfPrograms() {
    ScalingPolicy policy = policy(folder, edit(PROGRAMS, "    timeout: 1000\n", ""));

    assertThat(policy.bounds()).isEqualTo(new ReplicaBounds(1, 10));
    assertThat(policy.downscaleStabilization()).isEqualTo(Duration.ZERO);
    assertThat(policy.method())
        .isEqualTo(
            new ScalingMethod.ByPrograms(
                RunMode.PER_POD,
                new Program.Shell(Duration.ofMillis(2500), "python3", List.of("metric.py"), false),
                new Program.Http(
                    Duration.ofMillis(2500),
                    "POST",
                    "http://decide.shop/queue",
                    List.of(200),
                    Program.ParameterMode.BODY,
                    Map.of(),
                    null,
                    null,
                    null),
                List.of(),
                false));
  }

  @Test
  void readsEveryFieldOfMetrics() {
    ScalingPolicy policy = valid("all-metrics.yaml", "shop-eu/checkout");

    assertThat(policy.bounds()).isEqualTo(new ReplicaBounds(0, 40));
    assertThat(policy.mode()).isEqualTo(Mode.OBSERVE);
    assertThat(policy.pause())
        .isEqualTo(new Pause(4, "load test", Instant.parse("2026-12-01T08:00:00Z")));
    assertThat(policy.readiness())
        .isEqualTo(new PodReadiness(Duration.ofMinutes(2), Duration.ofSeconds(15)));
    assertThat(policy.hooks()).containsOnlyKeys(HookPoint.PRE_SCALE, HookPoint.POST_SCALE);
    assertThat(policy.env()).containsEntry("QUEUE", "orders").containsEntry("API_TOKEN", null);
    assertThat(policy.method())
        .isInstanceOfSatisfying(
            ScalingMethod.ByMetrics.class,
            method -> {
              assertThat(method.tolerance()).isEqualTo(0.2);
              assertThat(method.metrics())
                  .extracting(
                      metric -> metric.type() + ": " + metric.label() + " " + metric.target())
                  .containsExactly(
                      "Resource: memory 1.5Gi per pod",
                      "ContainerResource: cpu of container app 150%",
                      "Pods: http_requests 30 per pod",
                      "Object: requests-per-second of Ingress/main 2k",
                      "External: pubsub.googleapis.com|subscription|num_undelivered_messages 500m"
                          + " per pod",
                      "Command: orders waiting 30 per pod",
                      "Command: metrics.shop-eu/backlog 1e3");
            });
  }

  @Test
  void readsSelectorsAsKubernetesWritesThem() {
    ScalingPolicy policy = valid("all-metrics.yaml", "shop-eu/checkout");
    List<MetricSpec> metrics = ((ScalingMethod.ByMetrics) policy.method()).metrics();

    assertThat(metrics.get(2))
        .isInstanceOfSatisfying(
            MetricSpec.Pods.class,
            pods ->
                assertThat(pods.metric().selector())
                    .hasToString("verb=GET,!example.com/canary,code notin (500,503)"));
  }

  @Test
  void fillsInTheDefaultsOfBehavior() {
    Rate all = new Rate(RateType.PERCENT, 100, Duration.ofSeconds(15));
    Rate fourPods = new Rate(RateType.PODS, 4, Duration.ofSeconds(15));

    assertThat(policy(folder, with(METRICS, "  behavior: {}")).behavior())
        .isEqualTo(
            new ScalingBehavior(
                new Rules(Duration.ZERO, SelectPolicy.MAX, List.of(fourPods, all), null),
                new Rules(Duration.ofMinutes(5), SelectPolicy.MAX, List.of(all), null)));
  }

  @Test
  void takesDownscaleStabilizationWhereTheWindowIsLeftOpen() {
    String open = "  downscaleStabilization: 60\n  behavior: {scaleDown: {selectPolicy: Min}}";
    String given =
        "  downscaleStabilization: 60\n  behavior: {scaleDown: {stabilizationWindowSeconds: 0}}";

    assertThat(scaleDown(with(PROGRAMS, open)).stabilizationWindow())
        .isEqualTo(Duration.ofSeconds(60));
    assertThat(scaleDown(with(PROGRAMS, given)).stabilizationWindow()).isEqualTo(Duration.ZERO);
    assertThat(scaleDown(with(PROGRAMS, "  behavior: {}")).stabilizationWindow())
        .isEqualTo(Duration.ZERO);
  }

  private Rules scaleDown(String text) {
    ScalingBehavior behavior = policy(folder, text).behavior();
    assertThat(behavior).isNotNull();
    return Objects.requireNonNull(behavior).scaleDown();
  }

  /** Values of the HPA's specification: mantissa of the canonical text times a power of ten. */
  @ParameterizedTest
  @CsvSource({
    "410m, 0.41000000000000003",
    "0.41, 0.41000000000000003",
    "180m, 0.18",
    "0.1, 0.1",
    "0.4105, 0.4105",
    "2, 2.0",
    "1e-2, 0.01",
    "0.0000000001, 1.0E-9",
    "0, 0.0"
  })
  void takesTolerancesForTheSameNumberAsTheHpa(String text, double expected) {
    Quantity quantity = Quantity.parse(text).orElseThrow();

    assertThat(BehaviorConverter.fraction(quantity)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"300ms, 300", "15s, 15000", "5m, 300000", "1, 1", "2500, 2500", "'\"10m\"', 600000"})
  void readsTimeouts(String written, long millis) {
    ScalingMethod method =
        policy(folder, edit(PROGRAMS, "timeout: 1000", "timeout: " + written)).method();

    assertThat(((ScalingMethod.ByPrograms) method).metric().timeout().toMillis()).isEqualTo(millis);
  }

  @ParameterizedTest
  @CsvSource({"300, 300", "0, 0", "15s, 15", "5m, 300", "1h, 3600"})
  void readsStabilizationInSeconds(String written, long seconds) {
    String text = with(METRICS, "  downscaleStabilization: " + written);

    assertThat(policy(folder, text).downscaleStabilization()).hasSeconds(seconds);
  }

  @Test
  void allowsZeroWithAMetricThatNeedsNoPods() {
    String zero = edit(METRICS, "minReplicas: 2", "minReplicas: 0");
    String external =
        "    - {type: External, external: {metric: {name: m}, target: {type: Value, value: 1}}}";

    assertThat(policy(folder, with(zero, external)).bounds().min()).isZero();
    assertThat(policy(folder, edit(PROGRAMS, "minReplicas: 1", "minReplicas: 0")).bounds().min())
        .isZero();
  }

  @Test
  void allowsFixedValuesForNamesThatAreNotPassedOn() {
    String env = "  env: [{name: PATH, value: /opt/bin}, {name: KUBECONFIG, value: none}]";

    assertThat(policy(folder, with(PROGRAMS, env)).env())
        .containsExactly(Map.entry("PATH", "/opt/bin"), Map.entry("KUBECONFIG", "none"));
  }
}
