package io.gitscaler.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.gitscaler.policy.PolicyId;
import io.gitscaler.policy.TargetRef;
import io.gitscaler.workload.ReplicaChange;
import io.gitscaler.workload.ScaleOutcome;
import io.gitscaler.workload.Workload;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a real server does not do on demand: break off, throttle, move on again and again. */
class ScaleSubresourceTest {
  private static final String SCALE = "/apis/farm.example.org/v1/namespaces/shop/oxen/bull/scale";
  private static final String PUT = SCALE + "?fieldManager=gitscaler";

  private final MockApi api = new MockApi();

  @BeforeEach
  void groups() {
    api.groups("farm.example.org=v1");
  }

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  void asksForTheCountWithVersionAndUidAsPrecondition() throws InterruptedException {
    api.putOnce(PUT, 200, scale(5, "uid", "8"));

    assertThat(scaleToFive()).isEqualTo(new ScaleOutcome.Applied("8"));
    assertThat(api.lastBody())
        .isEqualTo(
            "{\"apiVersion\":\"autoscaling/v1\",\"kind\":\"Scale\",\"metadata\":{\"name\":\"bull\","
                + "\"namespace\":\"shop\",\"uid\":\"uid\",\"resourceVersion\":\"7\"},"
                + "\"spec\":{\"replicas\":5}}");
  }

  @Test
  void looksWhetherARequestWithoutAnAnswerWasCarriedOut() {
    api.putOnce(PUT, 504, "{\"message\": \"timeout\"}").get(SCALE, scale(5, "uid", "8"));

    assertThat(scaleToFive()).isEqualTo(new ScaleOutcome.Applied("8"));
  }

  @Test
  void triesAgainWhereARequestWithoutAnAnswerWasNotCarriedOut() {
    api.putOnce(PUT, 504, "{\"message\": \"timeout\"}")
        .putOnce(PUT, 200, scale(5, "uid", "9"))
        .get(SCALE, scale(3, "uid", "7"));

    assertThat(scaleToFive()).isEqualTo(new ScaleOutcome.Applied("9"));
  }

  @Test
  void recognisesItsOwnWorkWhenTheLateRequestWonTheRace() {
    api.putOnce(PUT, 504, "{\"message\": \"timeout\"}")
        .putOnce(PUT, 409, "{\"message\": \"modified\"}")
        .getOnce(SCALE, 200, scale(3, "uid", "7"))
        .getOnce(SCALE, 200, scale(5, "uid", "8"));

    assertThat(scaleToFive()).isEqualTo(new ScaleOutcome.Applied("8"));
  }

  @Test
  void saysThatItIsNotKnownWhereNobodyAnswersAnyMore() {
    api.putOnce(PUT, 504, "{\"message\": \"timeout\"}")
        .get(SCALE, 503, "{\"message\": \"shutting down\"}");

    assertThat(scaleToFive())
        .isInstanceOfSatisfying(
            ScaleOutcome.Unknown.class,
            unknown ->
                assertThat(unknown.sentence())
                    .contains("503 (shutting down)")
                    .endsWith("Whether 5 replicas were set is not known."));
  }

  @Test
  void givesUpOnATargetThatMovesOnAgainAndAgain() throws InterruptedException {
    for (int i = 0; i < 9; i++) {
      api.putOnce(PUT, 409, "{\"message\": \"the object has been modified\"}");
    }
    api.get(SCALE, scale(3, "uid", "8"));

    assertThat(scaleToFive())
        .isInstanceOfSatisfying(
            ScaleOutcome.Refused.class,
            refused -> assertThat(refused.sentence()).contains("somebody else changed it first"));
    assertThat(api.requests()).filteredOn(request -> request.startsWith("PUT")).hasSize(5);
  }

  @Test
  void quotesAnAdmissionRefusal() throws InterruptedException {
    api.putOnce(
        PUT, 403, "{\"message\": \"admission webhook \\\"quota\\\" denied the request: enough\"}");

    assertThat(scaleToFive())
        .isInstanceOfSatisfying(
            ScaleOutcome.Refused.class,
            refused ->
                assertThat(refused.sentence())
                    .contains("admission webhook \"quota\" denied the request: enough")
                    .doesNotContain("apiGroups"));
    assertThat(api.requests()).filteredOn(request -> request.startsWith("PUT")).hasSize(1);
  }

  @Test
  void readsAZeroInAnAnswerThatLeavesItOut() throws InterruptedException {
    api.putOnce(
        PUT,
        200,
        """
        {"kind": "Scale", "metadata": {"name": "bull", "uid": "uid", "resourceVersion": "8"},
         "spec": {}, "status": {"replicas": 3}}
        """);

    assertThat(scaleTo(0)).isEqualTo(new ScaleOutcome.Applied("8"));
    assertThat(api.requests()).filteredOn(request -> request.contains("/scale")).hasSize(1);
  }

  /** Each of them has no count, and none of them says that there are no replicas. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"kind\": \"Status\", \"status\": \"Success\"}",
        "{\"kind\": \"Scale\"}",
        "{\"kind\": \"Scale\", \"metadata\": {\"uid\": \"other\", \"resourceVersion\": \"8\"}}",
        "{\"kind\": \"Ox\", \"metadata\": {\"uid\": \"uid\", \"resourceVersion\": \"8\"}}",
        "{\"kind\": \"Scale\", \"metadata\": {\"uid\": \"uid\", \"resourceVersion\": \"8\"},"
            + " \"spec\": {\"replicas\": \"none\"}}"
      })
  void takesNothingElseForAZero(String answer) {
    api.putOnce(PUT, 200, answer).get(SCALE, 503, "{\"message\": \"shutting down\"}");

    assertThat(scaleTo(0)).isInstanceOf(ScaleOutcome.Unknown.class);
  }

  /** Nor when it looks again. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"kind\": \"Ox\", \"metadata\": {\"uid\": \"uid\", \"resourceVersion\": \"8\"}}",
        "{\"kind\": \"Scale\", \"metadata\": {\"uid\": \"uid\", \"resourceVersion\": \"8\"},"
            + " \"spec\": {\"replicas\": \"none\"}}"
      })
  void findsNoZeroInAnythingElse(String answer) {
    api.putOnce(PUT, 504, "{\"message\": \"timeout\"}").get(SCALE, answer);

    assertThat(scaleTo(0)).isInstanceOf(ScaleOutcome.Unknown.class);
  }

  private ScaleOutcome scaleToFive() {
    return scaleTo(5);
  }

  private ScaleOutcome scaleTo(int replicas) {
    Workload seen =
        new Workload(
            "shop", new TargetRef("farm.example.org/v1", "Ox", "bull"), "uid", "7", 3, 3, "", null);
    return new ScaleSubresource(api.client())
        .scale(new ReplicaChange(new PolicyId("shop", "bull"), seen, replicas, "because"));
  }

  private static String scale(int replicas, String uid, String version) {
    return """
        {"kind": "Scale", "metadata": {"name": "bull", "uid": "%s", "resourceVersion": "%s"},
         "spec": {"replicas": %d}, "status": {"replicas": 3}}
        """
        .formatted(uid, version, replicas);
  }
}
