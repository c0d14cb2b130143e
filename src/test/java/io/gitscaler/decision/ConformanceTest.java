package io.gitscaler.decision;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gitscaler.metric.Measurement;
import io.gitscaler.metric.Measurement.PodValue;
import io.gitscaler.testing.ConformanceCases;
import io.gitscaler.testing.ConformanceCases.Case;
import io.gitscaler.testing.ConformanceValues;
import io.gitscaler.workload.PodSnapshot;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every case of the HorizontalPodAutoscaler's calculator. */
class ConformanceTest {
  /** Cases whose count is an artefact of the reference's arithmetic; here they hold. */
  private static final Set<String> ARTEFACTS = Set.of("external-average-negative");

  private static final Map<String, String> SENTENCES =
      Map.of(
          "NO_METRICS_RETURNED", "without any item",
          "NO_SAMPLE_MATCHES_A_POD", "no reading belongs to a pod of the target",
          "MISSING_REQUEST", "Add resources.requests.%s to container %s",
          "NO_PODS", "no pod matches the selector",
          "NO_USABLE_SAMPLES", "no pod has a reading that counts",
          "CONTAINER_NOT_FOUND", "pod %3$s has no container %2$s",
          "MISSING_POD_LEVEL_REQUEST", "Add spec.resources.requests.%s to the pod template");

  static List<Case> replicaCalculation() {
    return ConformanceCases.replicaCalculation();
  }

  static List<Case> podGrouping() {
    return ConformanceCases.podGrouping();
  }

  static List<Case> podRequests() {
    return ConformanceCases.podRequests();
  }

  @Test
  void knowsAllCases() {
    assertThat(replicaCalculation()).hasSize(108);
    assertThat(podGrouping()).hasSize(21);
    assertThat(podRequests()).hasSize(19);
  }

  @ParameterizedTest
  @MethodSource("replicaCalculation")
  void proposesWhatTheReferenceProposes(Case conformance) {
    assertProposal(conformance, propose(conformance.json()));
  }

  static void assertProposal(Case conformance, MetricProposal proposal) {
    JsonNode json = conformance.json();
    JsonNode expected = json.path("expected");
    if (ARTEFACTS.contains(conformance.name())) {
      assertThat(proposal.failure()).isEqualTo(ReasonCode.InvalidMetric);
    } else if (expected.path("outcome").asText().equals("error")) {
      assertThat(proposal.replicas()).isNull();
      assertThat(proposal.failure()).isEqualTo(failure(json));
      assertThat(proposal.sentence()).contains(sentence(expected));
    } else {
      assertThat(proposal.failure()).as(proposal.sentence()).isNull();
      assertThat(proposal.replicas()).isEqualTo(expected.path("replicas").asInt());
      assertThat(proposal.utilization()).isEqualTo(number(expected.path("utilizationPercent")));
      assertThat(proposal.milli()).isEqualTo(expected.path("reportedValueMilli").asLong());
    }
    assertGroups(proposal, json.path("expectedGrouping"));
  }

  private static MetricProposal propose(JsonNode json) {
    Measurement measurement =
        ConformanceValues.measurement(json.path("metric"), json.path("samples"));
    Recommendation recommendation =
        scene(json).pods(ConformanceValues.pods(json)).evaluate(ConformanceValues.NOW, measurement);
    return recommendation.proposals().getFirst();
  }

  /** All of a case but its pods and readings. */
  static Scene scene(JsonNode json) {
    JsonNode tolerances = json.path("tolerances");
    return Scene.of(ConformanceValues.spec(json.path("metric")))
        .replicas(json.path("currentReplicas").asInt())
        .readiness(ConformanceValues.readiness(json))
        .tolerances(tolerances.path("down").asDouble(), tolerances.path("up").asDouble());
  }

  private static void assertGroups(MetricProposal proposal, JsonNode groups) {
    MetricProposal.PodCount counted = proposal.pods();
    if (groups.isObject() && counted != null) {
      assertThat(counted)
          .isEqualTo(
              new MetricProposal.PodCount(
                  groups.path("readyCount").asInt(),
                  groups.path("unready").size(),
                  groups.path("missing").size(),
                  groups.path("ignored").size()));
    }
  }

  private static ReasonCode failure(JsonNode json) {
    return switch (json.path("metric").path("type").asText()) {
      case "Resource" -> ReasonCode.FailedGetResourceMetric;
      case "ContainerResource" -> ReasonCode.FailedGetContainerResourceMetric;
      default -> throw new IllegalArgumentException(json.toString());
    };
  }

  private static String sentence(JsonNode expected) {
    JsonNode detail = expected.path("errorDetail");
    return SENTENCES
        .getOrDefault(expected.path("errorCode").asText(), "(unknown error code)")
        .formatted(
            detail.path("resource").asText(),
            detail.path("container").asText(),
            detail.path("pod").asText());
  }

  private static @Nullable Integer number(JsonNode number) {
    return number.isNull() ? null : number.asInt();
  }

  @ParameterizedTest
  @MethodSource("podGrouping")
  void groupsPodsAsTheReferenceDoes(Case conformance) {
    JsonNode json = conformance.json();
    assertGrouping(
        json, ConformanceValues.pods(json), ConformanceValues.podValues(json.path("samples")));
  }

  static void assertGrouping(JsonNode json, List<PodSnapshot> pods, Map<String, PodValue> values) {
    PodGroups groups =
        PodGroups.of(
            pods,
            values,
            json.path("resource").asText().equals("cpu"),
            ConformanceValues.readiness(json),
            ConformanceValues.NOW);
    JsonNode expected = json.path("expected");
    assertThat(groups)
        .isEqualTo(
            new PodGroups(
                expected.path("readyCount").asInt(),
                names(expected.path("unready")),
                names(expected.path("missing")),
                names(expected.path("ignored"))));
  }

  private static Set<String> names(JsonNode list) {
    Set<String> names = new TreeSet<>();
    list.forEach(name -> names.add(name.asText()));
    return names;
  }

  @ParameterizedTest
  @MethodSource("podRequests")
  void addsRequestsAsTheReferenceDoes(Case conformance) {
    assertRequests(conformance.json(), ConformanceValues.pods(conformance.json()));
  }

  static void assertRequests(JsonNode json, List<PodSnapshot> pods) {
    JsonNode container = json.path("container");
    PodRequests requests =
        new PodRequests(
            json.path("resource").asText(),
            container.isNull() ? null : container.asText(),
            ReasonCode.FailedGetResourceMetric);
    JsonNode expected = json.path("expected");
    try {
      Map<String, Long> milli = requests.of(pods);
      assertThat(expected.path("outcome").asText()).isEqualTo("requests");
      assertThat(milli).hasSize(expected.path("requestsMilli").size());
      milli.forEach(
          (pod, request) ->
              assertThat(request).isEqualTo(expected.path("requestsMilli").path(pod).asLong()));
    } catch (UnavailableMetric unavailable) {
      assertThat(expected.path("outcome").asText()).isEqualTo("error");
      assertThat(unavailable.code()).isEqualTo(ReasonCode.FailedGetResourceMetric);
      assertThat(unavailable.sentence())
          .contains(sentence(expected))
          .contains(expected.path("errorDetail").path("pod").asText());
    }
  }
}
