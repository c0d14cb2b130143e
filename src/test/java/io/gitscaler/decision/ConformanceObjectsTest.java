package io.gitscaler.decision;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gitscaler.metric.Measurement;
import io.gitscaler.policy.MetricIdentifier;
import io.gitscaler.policy.MetricSpec;
import io.gitscaler.policy.MetricTarget;
import io.gitscaler.policy.Quantity;
import io.gitscaler.testing.ConformanceCases;
import io.gitscaler.testing.ConformanceCases.Case;
import io.gitscaler.testing.ConformanceServer;
import io.gitscaler.testing.ConformanceServer.Seen;
import io.gitscaler.testing.ConformanceValues;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every case of the HorizontalPodAutoscaler's calculator again, from Kubernetes objects on: an API server serves the target, its
 * pods and their metrics, and the adapters read them as in a pass.
 */
class ConformanceObjectsTest {
  private static final ConformanceServer SERVER = new ConformanceServer();

  @AfterAll
  static void stop() {
    SERVER.close();
  }

  static List<Case> replicaCalculation() {
    return ConformanceCases.replicaCalculation();
  }

  static List<Case> podGrouping() {
    return ConformanceCases.podGrouping();
  }

  static List<Case> podRequests() {
    return ConformanceCases.podRequests();
  }

  @ParameterizedTest
  @MethodSource("replicaCalculation")
  void proposesWhatTheReferenceProposes(Case conformance) {
    MetricSpec spec = ConformanceValues.spec(conformance.json().path("metric"));
    Seen seen = SERVER.read(conformance.json(), spec);
    ConformanceTest.assertProposal(
        conformance,
        ConformanceTest.scene(conformance.json())
            .pods(seen.pods().orThrow())
            .evaluate(ConformanceValues.NOW, seen.measurement())
            .proposals()
            .getFirst());
  }

  @ParameterizedTest
  @MethodSource("podGrouping")
  void groupsPodsAsTheReferenceDoes(Case conformance) {
    JsonNode json = conformance.json();
    String resource = json.path("resource").asText();
    Seen seen = SERVER.read(json, spec(resource.isEmpty() ? "requests" : resource, resource));
    Map<String, Measurement.PodValue> values =
        seen.measurement() instanceof Measurement.PerPod perPod ? perPod.values() : Map.of();

    ConformanceTest.assertGrouping(json, seen.pods().orThrow(), values);
  }

  @ParameterizedTest
  @MethodSource("podRequests")
  void addsRequestsAsTheReferenceDoes(Case conformance) {
    ObjectNode withoutSamples = conformance.json().deepCopy();
    withoutSamples.putArray("samples");
    Seen seen = SERVER.read(withoutSamples, spec("cpu", "cpu"));

    ConformanceTest.assertRequests(conformance.json(), seen.pods().orThrow());
  }

  private static MetricSpec spec(String name, String resource) {
    MetricTarget target = new MetricTarget.AverageValue(Quantity.ofMilli(1000));
    return resource.isEmpty()
        ? new MetricSpec.Pods(new MetricIdentifier(name, null), target)
        : new MetricSpec.Resource(name, target);
  }
}
