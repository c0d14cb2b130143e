package io.gitscaler.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gitscaler.policy.LabelSelector;
import io.gitscaler.policy.LabelSelector.Operator;
import io.gitscaler.policy.LabelSelector.Requirement;
import io.gitscaler.policy.MetricIdentifier;
import io.gitscaler.policy.MetricSpec;
import io.gitscaler.policy.MetricTarget;
import io.gitscaler.policy.Quantity;
import io.gitscaler.policy.ReplicaBounds;
import io.gitscaler.policy.TargetRef;
import io.gitscaler.program.KubernetesMetric;
import io.gitscaler.program.KubernetesMetric.PodValue;
import io.gitscaler.program.KubernetesMetric.PodsReading;
import io.gitscaler.program.KubernetesMetric.ValueReading;
import io.gitscaler.program.ProgramInput;
import io.gitscaler.program.ResourceValue;
import io.gitscaler.program.RunType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The golden texts of the wire format, and what is no answer. */
class WireFormatTest {
  private static final String TARGET =
      "{\"kind\":\"Deployment\",\"x\":1.10,\"y\":9007199254740993}";
  private static final Instant TIME = Instant.parse("2026-04-05T18:10:10Z");
  private static final MetricTarget HALF = new MetricTarget.Utilization(50);

  @Test
  void tellsAMetricProgramItsResourceExactlyAsTheApiServerSpelledIt() {
    assertThat(WireFormat.spell(new ProgramInput.ForMetric(TARGET, null, null, RunType.SCALER)))
        .isEqualTo("{\"resource\":" + TARGET + ",\"runType\":\"scaler\"}");
  }

  @Test
  void tellsAPostMetricHookTheAnswersAndADryRunByItsRunType() {
    List<ResourceValue> answers = List.of(Calls.answer("web-1", "line \"1\"\n\u0001\u00e4"));

    assertThat(WireFormat.spell(new ProgramInput.ForMetric("{}", null, answers, RunType.DRY_RUN)))
        .isEqualTo(
            "{\"resource\":{},\"metrics\":[{\"resource\":\"web-1\",\"value\":\"line \\\"1\\\"\\n\\u0001\u00e4\"}],"
                + "\"runType\":\"api_dry_run\"}");
  }

  @Test
  void tellsAnEvaluateProgramTheMetrics() {
    ProgramInput input =
        new ProgramInput.ForEvaluation(
            List.of(Calls.answer("a", "1"), Calls.answer("b", "")), TARGET, null, RunType.SCALER);

    assertThat(WireFormat.spell(input))
        .isEqualTo(
            "{\"metrics\":[{\"resource\":\"a\",\"value\":\"1\"},{\"resource\":\"b\",\"value\":\"\"}],\"resource\":"
                + TARGET
                + ",\"runType\":\"scaler\"}");
  }

  @Test
  void tellsAPostEvaluateHookTheEvaluation() {
    assertThat(WireFormat.spell(new ProgramInput.ForEvaluation(List.of(), "{}", 0, RunType.SCALER)))
        .isEqualTo(
            "{\"metrics\":[],\"resource\":{},\"evaluation\":{\"targetReplicas\":0},\"runType\":\"scaler\"}");
  }

  @Test
  void tellsAScaleHookWhatIsSetAndWhatWasAskedForAsTheCustomPodAutoscalerDoes() {
    ProgramInput input =
        new ProgramInput.ForScale(
            12,
            "{}",
            new TargetRef("apps/v1", "Deployment", "web"),
            "shop",
            new ReplicaBounds(0, 10),
            10,
            RunType.SCALER);

    assertThat(WireFormat.spell(input))
        .isEqualTo(
            "{\"evaluation\":{\"targetReplicas\":10},\"resource\":{},\"scaleTargetRef\":{\"kind\":\"Deployment\","
                + "\"name\":\"web\",\"apiVersion\":\"apps/v1\"},\"namespace\":\"shop\",\"minReplicas\":0,"
                + "\"maxReplicas\":10,\"targetReplicas\":12,\"runType\":\"scaler\"}");
  }

  @Test
  void spellsAResourceMetricWithRequests() throws JsonProcessingException {
    PodsReading reading =
        new PodsReading(
            Map.of("web-1", new PodValue(TIME, Duration.ofSeconds(30), 4)),
            Map.of("web-1", 200L, "web-2", 200L),
            1,
            Set.of("web-3"),
            Set.of("web-2"),
            3,
            TIME);

    assertSpelled(
        new KubernetesMetric(3, new MetricSpec.Resource("cpu", HALF), reading),
        """
        {"current_replicas":3,
         "spec":{"type":"Resource","resource":{"name":"cpu","target":{"type":"Utilization","averageUtilization":50}}},
         "resource":{
          "pod_metrics_info":{"web-1":{"Timestamp":"2026-04-05T18:10:10Z","Window":30000000000,"Value":4}},
          "requests":{"web-1":200,"web-2":200},"ready_pod_count":1,"ignored_pods":{"web-3":{}},
          "missing_pods":{"web-2":{}},"total_pods":3,"timestamp":"2026-04-05T18:10:10Z"}}
        """);
  }

  @Test
  void spellsAContainersMetricAsAResourceToo() throws JsonProcessingException {
    PodsReading nothing = new PodsReading(Map.of(), Map.of(), 0, Set.of(), Set.of(), 0, null);

    assertSpelled(
        new KubernetesMetric(0, new MetricSpec.ContainerResource("cpu", "app", HALF), nothing),
        """
        {"current_replicas":0,
         "spec":{"type":"ContainerResource","containerResource":{"name":"cpu","container":"app",
          "target":{"type":"Utilization","averageUtilization":50}}},
         "resource":{"pod_metrics_info":{},"requests":{},"ready_pod_count":0,"ignored_pods":{},"missing_pods":{},
          "total_pods":0,"timestamp":"0001-01-01T00:00:00Z"}}
        """);
  }

  @Test
  void spellsAPodsMetricWithoutRequests() throws JsonProcessingException {
    LabelSelector selector =
        new LabelSelector(
            Map.of("verb", "GET"),
            List.of(
                new Requirement("path", Operator.IN, List.of("/a", "/b")),
                new Requirement("debug", Operator.DOES_NOT_EXIST, List.of())));
    MetricSpec spec =
        new MetricSpec.Pods(
            new MetricIdentifier("requests", selector),
            new MetricTarget.AverageValue(Quantity.parse("500m").orElseThrow()));

    assertSpelled(
        new KubernetesMetric(
            1, spec, new PodsReading(Map.of(), null, 0, Set.of(), Set.of(), 0, TIME)),
        """
        {"current_replicas":1,
         "spec":{"type":"Pods","pods":{"metric":{"name":"requests","selector":{"matchLabels":{"verb":"GET"},
          "matchExpressions":[{"key":"path","operator":"In","values":["/a","/b"]},
           {"key":"debug","operator":"DoesNotExist"}]}},"target":{"type":"AverageValue","averageValue":"500m"}}},
         "pods":{"pod_metrics_info":{},"ready_pod_count":0,"ignored_pods":{},"missing_pods":{},"total_pods":0,
          "timestamp":"2026-04-05T18:10:10Z"}}
        """);
  }

  @Test
  void spellsObjectAndExternalMetricsWithOneCurrentValue() throws JsonProcessingException {
    MetricTarget value = new MetricTarget.Value(Quantity.parse("5").orElseThrow());
    MetricIdentifier metric = new MetricIdentifier("hits", null);
    TargetRef ingress = new TargetRef("networking.k8s.io/v1", "Ingress", "main");

    assertSpelled(
        new KubernetesMetric(
            2,
            new MetricSpec.ObjectMetric(metric, ingress, value),
            new ValueReading(5000, false, 2, TIME)),
        """
        {"current_replicas":2,
         "spec":{"type":"Object","object":{"describedObject":{"kind":"Ingress","name":"main",
          "apiVersion":"networking.k8s.io/v1"},"metric":{"name":"hits"},"target":{"type":"Value","value":"5"}}},
         "object":{"current":{"value":5000},"ready_pod_count":2,"timestamp":"2026-04-05T18:10:10Z"}}
        """);
    assertSpelled(
        new KubernetesMetric(
            2, new MetricSpec.External(metric, value), new ValueReading(2500, true, 2, TIME)),
        """
        {"current_replicas":2,
         "spec":{"type":"External","external":{"metric":{"name":"hits"},"target":{"type":"Value","value":"5"}}},
         "external":{"current":{"average_value":2500},"ready_pod_count":2,"timestamp":"2026-04-05T18:10:10Z"}}
        """);
  }

  private static void assertSpelled(KubernetesMetric metric, String expected)
      throws JsonProcessingException {
    String spelled =
        WireFormat.spell(new ProgramInput.ForMetric("{}", List.of(metric), null, RunType.SCALER));
    ObjectMapper json = new ObjectMapper();
    assertThat(json.readTree(spelled).get("kubernetesMetrics").get(0))
        .isEqualTo(json.readTree(expected));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"targetReplicas\": 5} | 5",
        "{\"targetReplicas\":0} | 0",
        "{\"TargetReplicas\": 3} | 3",
        "{\"targetreplicas\": 3} | 3",
        "{\"targetReplicas\": 2147483647} | 2147483647",
        "{\"why\": {\"targetReplicas\": [1e99]}, \"targetReplicas\": 5, \"x\": null} | 5",
        "' \n{ \"targetReplicas\" : 5 }\n ' | 5"
      })
  void readsAWholeNumberAndIgnoresOtherFields(String answer, int replicas) throws Exception {
    assertThat(WireFormat.targetReplicas(answer, answer)).isEqualTo(replicas);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | answered nothing",
        "' \n' | answered nothing",
        "5 | no JSON object (line 1, column 1)",
        "[{\"targetReplicas\": 5}] | no JSON object (line 1, column 1)",
        "null | no JSON object (line 1, column 1)",
        "{} | targetReplicas is missing (line 1, column 2)",
        "{\"targetReplicas\": -3} | not from 0 to 2147483647 (line 1, column 20)",
        "{\"targetReplicas\": 2147483648} | not from 0 to 2147483647",
        "{\"targetReplicas\": 99999999999999999999999} | not from 0 to 2147483647",
        "{\"targetReplicas\": 1e99} | no whole number (line 1, column 20)",
        "{\"targetReplicas\": 2.0} | no whole number",
        "{\"targetReplicas\": \"5\"} | no whole number",
        "{\"targetReplicas\": null} | no whole number",
        "{\"targetReplicas\": true} | no whole number",
        "{\"targetReplicas\": [5]} | no whole number",
        "{\"targetReplicas\": NaN} | no JSON (line 1, column",
        "{\"targetReplicas\": 05} | no JSON",
        "{\"targetReplicas\": 5 | no JSON",
        "{\"targetReplicas\": 5, \"targetReplicas\": 6} | no JSON",
        "{\"targetReplicas\": 5, \"TargetReplicas\": 5} | targetReplicas is there twice (line 1, column",
        "{\"targetReplicas\": 5} {\"targetReplicas\": 6} | more text after the JSON object (line 1, column 23)",
        "'{\"targetReplicas\": 5}\n5' | more text after the JSON object (line 2, column 1)",
        "{\"targetReplicas\": 5}} | no JSON (line 1, column 2",
        "scaling to 5 {\"targetReplicas\": 5} | no JSON (line 1, column",
        "{'targetReplicas': 5} | no JSON"
      },
      quoteCharacter = '\'',
      ignoreLeadingAndTrailingWhitespace = true)
  void refusesWhatIsNoAnswerAndSaysWhere(String answer, String expected) {
    assertThatThrownBy(() -> WireFormat.targetReplicas(answer, answer))
        .isInstanceOfSatisfying(
            UnreadableAnswerException.class,
            e -> {
              assertThat(e.what()).contains(expected);
              assertThat(e.advice()).contains("{\"targetReplicas\": N}");
            });
  }

  @Test
  void quotesALongHostileAnswerShortAndHarmless() {
    String answer = "\u001b[31m\u202eoops\u0000\n" + "x".repeat(100_000);

    assertThatThrownBy(() -> WireFormat.targetReplicas(answer, answer))
        .hasMessageContaining("oops")
        .satisfies(
            e ->
                assertThat(e.getMessage())
                    .hasSizeLessThan(400)
                    .doesNotContain("\u001b", "\u202e", "\u0000", "\n"));
  }
}
