package io.gitscaler.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import io.gitscaler.policy.PolicyId;
import io.gitscaler.policy.ScalingPolicy;
import io.gitscaler.testing.AggregatedApi;
import io.gitscaler.testing.ControlPlane;
import io.gitscaler.testing.NeedsControlPlane;
import io.gitscaler.testing.Policies;
import io.gitscaler.workload.ReplicaChange;
import io.gitscaler.workload.ScaleOutcome;
import io.gitscaler.workload.Workload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A kind that Kubernetes does not know, with an irregular plural, served through a real API server by an API of its own: where there
 * is no definition to read the paths from, its scale is asked.
 */
@NeedsControlPlane
class ForeignKindIT {
  private static final String ROOT = "/apis/barn.example.org/v1";

  private final ControlPlane plane = ControlPlane.shared();
  private final String namespace = plane.namespace("barn");
  private AggregatedApi api;
  private int version = 7;
  private int geese = 3;

  @BeforeEach
  void serve() {
    api = AggregatedApi.serve(plane, "barn.example.org", "v1");
    api.answer(
        ROOT,
        """
        {"kind": "APIResourceList", "apiVersion": "v1", "groupVersion": "barn.example.org/v1", "resources": [
          {"name": "geese", "kind": "Goose", "namespaced": true, "verbs": ["get", "list"]},
          {"name": "geese/scale", "kind": "Scale", "group": "autoscaling", "version": "v1", "namespaced": true,
           "verbs": ["get", "update"]}]}""");
    String path = ROOT + "/namespaces/" + namespace + "/geese";
    api.answer(path, request -> AggregatedApi.json(200, list()));
    api.answer(path + "/gaggle", request -> AggregatedApi.json(200, goose()));
    api.answer(path + "/gaggle/scale", this::scale);
  }

  @AfterEach
  void close() {
    api.close();
  }

  private String metadata() {
    return "{\"name\": \"gaggle\", \"namespace\": \"%s\", \"uid\": \"uid-1\", \"resourceVersion\": \"%d\"}"
        .formatted(namespace, version);
  }

  private String goose() {
    return "{\"apiVersion\": \"barn.example.org/v1\", \"kind\": \"Goose\", \"metadata\": "
        + metadata()
        + "}";
  }

  private String list() {
    return "{\"apiVersion\": \"barn.example.org/v1\", \"kind\": \"GooseList\", \"metadata\": {}, \"items\": ["
        + goose()
        + "]}";
  }

  private synchronized MockResponse scale(RecordedRequest request) {
    if (request.getMethod().equals("PUT")) {
      JsonNode wanted = read(request.getBody().readUtf8());
      if (!wanted.path("metadata").path("resourceVersion").asText().equals("" + version)) {
        return AggregatedApi.json(
            409,
            "{\"kind\": \"Status\", \"apiVersion\": \"v1\", \"status\": \"Failure\", \"reason\": \"Conflict\", \"code\": 409}");
      }
      geese = wanted.path("spec").path("replicas").asInt();
      version++;
    }
    return AggregatedApi.json(
        200,
        """
        {"apiVersion": "autoscaling/v1", "kind": "Scale", "metadata": %s, "spec": {"replicas": %d},
         "status": {"replicas": %d, "selector": "app=gaggle"}}"""
            .formatted(metadata(), geese, geese));
  }

  private static JsonNode read(String json) {
    try {
      return new ObjectMapper().readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Workload see() {
    ScalingPolicy policy =
        Policies.byCpu(namespace + "/gaggle", 50)
            .target("barn.example.org/v1", "Goose", "gaggle")
            .build();
    return new BulkClusterReader(plane.admin(), 4)
        .observe(List.of(policy))
        .workload(policy)
        .orThrow();
  }

  private ScaleOutcome scale(Workload workload, int to) {
    return new ScaleSubresource(plane.admin())
        .scale(new ReplicaChange(new PolicyId(namespace, "gaggle"), workload, to, "more"));
  }

  @Test
  void isSeenThroughItsScale() {
    Workload seen = see();

    assertThat(seen.specReplicas()).isEqualTo(3);
    assertThat(seen.selector()).isEqualTo("app=gaggle");
    assertThat(seen.uid()).isEqualTo("uid-1");
  }

  @Test
  void isScaled() {
    assertThat(scale(see(), 5)).isInstanceOf(ScaleOutcome.Applied.class);

    assertThat(geese).isEqualTo(5);
  }

  @Test
  void isLeftAloneWhereSomebodyElseWasFirst() {
    Workload seen = see();
    geese = 4;
    version++;

    assertThat(scale(seen, 5)).isInstanceOf(ScaleOutcome.Conflict.class);

    assertThat(geese).isEqualTo(4);
  }

  @Test
  void isScaledWhereOnlyItsVersionMovedOn() {
    Workload seen = see();
    version++;

    assertThat(scale(seen, 5)).isInstanceOf(ScaleOutcome.Applied.class);

    assertThat(geese).isEqualTo(5);
  }
}
