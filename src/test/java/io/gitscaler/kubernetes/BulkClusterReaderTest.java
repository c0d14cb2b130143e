package io.gitscaler.kubernetes;

import static io.gitscaler.kubernetes.MockApi.deployment;
import static io.gitscaler.kubernetes.MockApi.pod;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gitscaler.failure.FailureKind;
import io.gitscaler.failure.OutsideFailure;
import io.gitscaler.policy.PolicyId;
import io.gitscaler.policy.RunMode;
import io.gitscaler.policy.ScalingMethod;
import io.gitscaler.policy.ScalingPolicy;
import io.gitscaler.policy.TargetRef;
import io.gitscaler.testing.Policies;
import io.gitscaler.workload.ClusterSnapshot;
import io.gitscaler.workload.PodSnapshot;
import io.gitscaler.workload.Sight;
import io.gitscaler.workload.Workload;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BulkClusterReaderTest {
  private static final String CRD =
      "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/oxen.farm.example.org";
  private static final String OX =
      """
      {"metadata": {"name": "bull", "uid": "uid-bull", "resourceVersion": "9"},
       "spec": {"herd": {"size": 5}}, "status": {"present": 4, "podSelector": "ox in (bull)"}}
      """;

  private final MockApi api = new MockApi();

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  void asksOncePerNamespaceAndKindHoweverManyPoliciesThereAre() throws InterruptedException {
    api.groups("apps=v1", "autoscaling=v2,v1");
    List<ScalingPolicy> policies = new ArrayList<>();
    for (String namespace : List.of("a", "b", "c")) {
      List<String> deployments = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        deployments.add(deployment("web-" + i, i));
        policies.add(Policies.byCpu(namespace + "/web-" + i, 60).build());
      }
      api.list(targets(namespace), deployments.toArray(String[]::new))
          .list(pods(namespace), pod("web-7-x", "app", "web-7"))
          .list(autoscalers("v2", namespace));
    }

    ClusterSnapshot snapshot = new BulkClusterReader(api.client(), 4).observe(policies);

    assertThat(api.requests()).hasSize(2 + 3 * 3).doesNotHaveDuplicates();
    for (ScalingPolicy policy : policies) {
      Workload workload = snapshot.workload(policy).orThrow();
      assertThat("web-" + workload.specReplicas()).isEqualTo(policy.target().name());
      assertThat(snapshot.rival(policy).orThrow()).isEmpty();
      assertThat(snapshot.pods(workload).orThrow())
          .hasSize(policy.target().name().equals("web-7") ? 1 : 0);
    }
    assertThat(api.requests()).as("answers cost no request").isEmpty();
  }

  @Test
  void doesNotListPodsThatNoPolicyNeeds() throws InterruptedException {
    api.groups("apps=v1", "autoscaling=v1")
        .list(oneTarget("shop", "web"), deployment("web", 3))
        .list(autoscalers("v1", "shop"));
    ScalingPolicy policy = Policies.byPrograms("shop/web").build();

    Workload seen = look(policy).workload(policy).orThrow();

    assertThat(seen.document()).contains("\"uid\":\"uid-web\"").doesNotContain("managedFields");
    assertThat(api.requests())
        .containsExactlyInAnyOrder(
            "GET /apis",
            "GET /apis/apps/v1",
            "GET " + autoscalers("v1", "shop"),
            "GET " + oneTarget("shop", "web"));
  }

  @Test
  void readsLongListsPageByPageAndBeginsAnewWhenThePagesExpire() {
    String first = targets("shop");
    String second = first + "&continue=token%2B1";
    api.groups("apps=v1")
        .getOnce(first, 200, page("token+1", deployment("old", 1)))
        .getOnce(second, 410, "{\"message\": \"The provided continue parameter is too old\"}")
        .getOnce(first, 200, page("token+1", deployment("web", 2)))
        .getOnce(second, 200, page("", deployment("api", 3)));
    ScalingPolicy web = Policies.byPrograms("shop/web").build();
    ScalingPolicy other = Policies.byPrograms("shop/api").build();
    ScalingPolicy old = Policies.byPrograms("shop/old").build();

    ClusterSnapshot snapshot = look(web, other, old);

    assertThat(snapshot.workload(web).orThrow().specReplicas()).isEqualTo(2);
    assertThat(snapshot.workload(other).orThrow().specReplicas()).isEqualTo(3);
    assertThat(failure(snapshot.workload(old)).kind()).isEqualTo(FailureKind.NOT_FOUND);
  }

  @Test
  void readsACustomResourceByThePathsOfItsDefinition() throws InterruptedException {
    api.groups("apps=v1", "farm.example.org=v1")
        .get(
            CRD,
            """
            {"spec": {"versions": [
              {"name": "v0", "subresources": {"scale": {"specReplicasPath": ".wrong"}}},
              {"name": "v1", "subresources": {"scale": {
                "specReplicasPath": ".spec.herd.size", "statusReplicasPath": ".status.present",
                "labelSelectorPath": ".status.podSelector"}}}]}}
            """)
        .list(oxen("bull"), OX);
    ScalingPolicy policy = ox("bull");

    assertThat(look(policy).workload(policy).orThrow())
        .extracting(
            Workload::specReplicas,
            Workload::statusReplicas,
            Workload::selector,
            Workload::uid,
            Workload::resourceVersion)
        .containsExactly(5, 4, "ox in (bull)", "uid-bull", "9");
    assertThat(api.requests()).hasSize(4);
  }

  @ParameterizedTest
  @CsvSource({"403", "404"})
  void asksForEachScaleWhereTheDefinitionCannotBeRead(int code) {
    api.groups("apps=v1", "farm.example.org=v1")
        .get(CRD, code, "{\"message\": \"no\"}")
        .get(
            "/apis/farm.example.org/v1/namespaces/shop/oxen/bull/scale",
            """
            {"kind": "Scale", "metadata": {"name": "bull", "uid": "u", "resourceVersion": "3"},
             "spec": {}, "status": {"replicas": 1, "selector": "ox=bull"}}
            """)
        .get("/apis/farm.example.org/v1/namespaces/shop/oxen/bull", OX);
    ScalingPolicy bull = ox("bull");
    ScalingPolicy missing = ox("calf");

    ClusterSnapshot snapshot = look(bull, missing);

    assertThat(snapshot.workload(bull).orThrow())
        .extracting(Workload::specReplicas, Workload::statusReplicas, Workload::selector)
        .as("a zero is left out")
        .containsExactly(0, 1, "ox=bull");
    assertThat(failure(snapshot.workload(missing)))
        .hasMessageStartingWith("oxen.farm.example.org shop/calf: there is no such object");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "[]",
        "{\"kind\": \"Ox\", \"metadata\": {\"uid\": \"u\", \"resourceVersion\": \"3\"}}",
        "{\"kind\": \"Scale\", \"metadata\": {\"uid\": \"u\"}, \"spec\": {\"replicas\": 2}}",
        "{\"kind\": \"Scale\", \"metadata\": {\"resourceVersion\": \"3\"}, \"spec\": {\"replicas\": 2}}"
      })
  void takesNoAnswerThatIsNoScaleForATargetAtZero(String answer) {
    api.groups("apps=v1", "farm.example.org=v1")
        .get(CRD, 403, "{\"message\": \"no\"}")
        .get("/apis/farm.example.org/v1/namespaces/shop/oxen/bull/scale", answer);
    ScalingPolicy bull = ox("bull");

    assertThat(failure(look(bull).workload(bull)))
        .hasMessageStartingWith("oxen.farm.example.org shop/bull: the answer is not one of");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'{}' | it has no spec.herd.size",
        "'{\"herd\": {\"size\": null}}' | it has no spec.herd.size",
        "'{\"herd\": {\"size\": \"5\"}}' | its spec.herd.size is \"5\"",
        "'{\"herd\": {\"size\": 2.5}}' | its spec.herd.size is 2.5",
        "'{\"herd\": {\"size\": -1}}' | its spec.herd.size is -1",
        "'{\"herd\": {\"size\": 99999999999}}' | its spec.herd.size is 99999999999"
      })
  void takesNoNonsenseForACount(String spec, String problem) {
    api.groups("apps=v1", "farm.example.org=v1")
        .get(
            CRD,
            """
            {"spec": {"versions": [{"name": "v1", "subresources": {"scale": {
              "specReplicasPath": ".spec.herd.size", "statusReplicasPath": ".status.x"}}}]}}
            """)
        .list(oxen("bull"), "{\"metadata\": {\"name\": \"bull\"}, \"spec\": " + spec + "}");
    ScalingPolicy policy = ox("bull");

    OutsideFailure failure = failure(look(policy).workload(policy));
    assertThat(failure).hasMessageContaining(problem);
    assertThat(failure.kind()).isEqualTo(FailureKind.UNUSABLE);
  }

  @Test
  void findsScaledObjectsBeforeTheAutoscalersTheyMade() {
    api.groups("apps=v1", "autoscaling=v1,v2beta2", "keda.sh=v1alpha1")
        .list(targets("shop"), deployment("web", 1), deployment("api", 1), deployment("db", 1))
        .list(
            "/apis/keda.sh/v1alpha1/namespaces/shop/scaledobjects?limit=500&resourceVersion=0",
            "{\"metadata\": {\"name\": \"keda-web\"}, \"spec\": {\"scaleTargetRef\": {\"name\": \"web\"}}}")
        .list(
            autoscalers("v1", "shop"),
            autoscaler("keda-hpa-web", "apps/v1", "Deployment", "web"),
            autoscaler("older", "apps/v1beta1", "Deployment", "api"),
            autoscaler("elsewhere", "argoproj.io/v1alpha1", "Deployment", "db"));
    ScalingPolicy web = Policies.byPrograms("shop/web").build();
    ScalingPolicy other = Policies.byPrograms("shop/api").build();
    ScalingPolicy db = Policies.byPrograms("shop/db").build();

    ClusterSnapshot snapshot = look(web, other, db);

    assertThat(snapshot.rival(web).orThrow()).contains("ScaledObject keda-web");
    assertThat(snapshot.rival(other).orThrow()).contains("HorizontalPodAutoscaler older");
    assertThat(snapshot.rival(db).orThrow()).isEmpty();
  }

  @Test
  void tellsPoliciesWithPodsInCommonFromThoseWithout() {
    api.groups("apps=v1")
        .list(
            targets("shop"),
            selecting("web", "{\"matchLabels\": {\"app\": \"web\"}}"),
            selecting(
                "all", "{\"matchExpressions\": [{\"key\": \"app\", \"operator\": \"Exists\"}]}"),
            selecting("alone", "{\"matchLabels\": {\"app\": \"alone\"}}"),
            selecting("empty", "{\"matchLabels\": {\"app\": \"web\", \"tier\": \"none\"}}"),
            selecting("none", "{}"))
        .list(pods("shop"), pod("w", "app", "web"), pod("a", "tier", "alone"));
    ScalingPolicy web = Policies.byCpu("shop/web", 60).build();
    ScalingPolicy all = Policies.byCpu("shop/all", 60).build();
    ScalingPolicy alone = Policies.byCpu("shop/alone", 60).build();
    ScalingPolicy empty = Policies.byCpu("shop/empty", 60).build();
    ScalingPolicy none = Policies.byCpu("shop/none", 60).build();

    ClusterSnapshot snapshot = look(web, all, alone, empty, none);

    assertThat(snapshot.sharingPods(web).orThrow()).containsExactly(new PolicyId("shop", "all"));
    assertThat(snapshot.sharingPods(all).orThrow()).containsExactly(new PolicyId("shop", "web"));
    assertThat(snapshot.sharingPods(alone).orThrow()).isEmpty();
    assertThat(snapshot.sharingPods(empty).orThrow()).isEmpty();
    assertThat(failure(snapshot.sharingPods(none)))
        .hasMessageContaining("its scale names no pod selector");
    assertThat(failure(snapshot.pods(snapshot.workload(none).orThrow())).kind())
        .isEqualTo(FailureKind.UNUSABLE);
  }

  @Test
  void affectsOnlyThePoliciesThatNeedWhatFailed() {
    api.groups("apps=v1", "autoscaling=v2", "farm.example.org=v1,v2")
        .get("/apis/farm.example.org/v2", 503, "{\"message\": \"the server is down\"}")
        .list(oneTarget("good", "web"), deployment("web", 3))
        .list(pods("good"), pod("web-1", "app", "web"))
        .list(autoscalers("v2", "good"))
        .get(oneTarget("bad", "web"), 500, "{\"message\": \"etcd is slow\"}")
        .get(pods("bad"), 500, "{\"message\": \"etcd is slow\"}")
        .get(autoscalers("v2", "bad"), 500, "{\"message\": \"etcd is slow\"}");
    ScalingPolicy good = Policies.byCpu("good/web", 60).build();
    ScalingPolicy bad = Policies.byCpu("bad/web", 60).build();
    ScalingPolicy down =
        Policies.byPrograms("good/ox").target("farm.example.org/v2", "Ox", "ox").build();

    ClusterSnapshot snapshot = look(good, bad, down);

    assertThat(snapshot.pods(snapshot.workload(good).orThrow()).orThrow())
        .extracting(PodSnapshot::name)
        .containsExactly("web-1");
    assertThat(failure(snapshot.workload(bad)))
        .hasMessageContaining("the API server answered 500 (etcd is slow)");
    assertThat(failure(snapshot.rival(bad)).kind()).isEqualTo(FailureKind.CLUSTER_UNREACHABLE);
    assertThat(failure(snapshot.workload(down))).hasMessageContaining("503");
  }

  @Test
  void givesUpWhereTheApiServerAsAWholeIsSilent() {
    ScalingPolicy policy = Policies.byPrograms("shop/web").build();
    api.groups("apps=v1").list(oneTarget("shop", "web"), deployment("web", 3));
    BulkClusterReader reader = new BulkClusterReader(api.client(), 4);
    reader.observe(List.of(policy));
    api.stop();

    assertThatExceptionOfType(OutsideFailure.class)
        .as("a server that goes while a run is on")
        .isThrownBy(() -> reader.observe(List.of(policy)))
        .extracting(OutsideFailure::kind)
        .isEqualTo(FailureKind.CLUSTER_UNREACHABLE);
  }

  @Test
  void looksAtOneTargetThatNoPolicyNames() {
    api.groups("apps=v1")
        .list(oneTarget("shop", "web"), deployment("web", 3))
        .list(oneTarget("shop", "old"))
        .get(oneTarget("shop", "down"), 403, "{\"message\": \"no\"}");
    BulkClusterReader reader = new BulkClusterReader(api.client(), 4);

    assertThat(reader.look("shop", deploymentNamed("web")).orThrow().specReplicas()).isEqualTo(3);
    assertThat(failure(reader.look("shop", deploymentNamed("old"))).kind())
        .isEqualTo(FailureKind.NOT_FOUND);
    assertThat(failure(reader.look("shop", deploymentNamed("down"))).kind())
        .isEqualTo(FailureKind.FORBIDDEN);
  }

  private static TargetRef deploymentNamed(String name) {
    return new TargetRef("apps/v1", "Deployment", name);
  }

  @Test
  void refusesAnAnswerThatIsCutOff() {
    String whole = "{\"metadata\": {}, \"items\": [" + deployment("web", 3);
    api.groups("apps=v1").get(oneTarget("shop", "web"), whole);
    ScalingPolicy policy = Policies.byPrograms("shop/web").build();

    assertThat(look(policy).workload(policy)).isInstanceOf(Sight.Unseen.class);
  }

  @Test
  void readsWhatTheDecisionNeedsOfAPod() {
    api.groups("apps=v1")
        .list(oneTarget("shop", "web"), deployment("web", 1))
        .list(
            pods("shop"),
            """
            {"metadata": {"name": "web-1", "labels": {"app": "web"}, "deletionTimestamp": "2026-11-22T09:00:00Z"},
             "spec": {"containers": [{"name": "app", "image": "x", "resources": {"requests": {"cpu": "1500m"}}}],
               "initContainers": [{"name": "side", "restartPolicy": "Always"}, {"name": "init"}],
               "resources": {"requests": {"memory": "1Gi"}}, "overhead": {"cpu": "5m"}},
             "status": {"phase": "Running", "startTime": "2026-11-22T08:00:00Z", "conditions": [
               {"type": "Initialized", "status": "True"},
               {"type": "Ready", "status": "False", "lastTransitionTime": "2026-11-22T08:00:30Z"}]}}
            """);
    ScalingPolicy policy =
        Policies.byPrograms("shop/web")
            .method(
                new ScalingMethod.ByPrograms(
                    RunMode.PER_POD, Policies.SHELL, Policies.SHELL, List.of(), false))
            .build();
    ClusterSnapshot snapshot = look(policy);

    PodSnapshot pod = snapshot.pods(snapshot.workload(policy).orThrow()).orThrow().getFirst();

    assertThat(pod.terminating()).isTrue();
    assertThat(pod.startTime()).isEqualTo("2026-11-22T08:00:00Z");
    assertThat(pod.ready())
        .isEqualTo(new PodSnapshot.ReadyCondition("False", Instant.parse("2026-11-22T08:00:30Z")));
    assertThat(pod.containers().getFirst().requests().get("cpu")).hasToString("1500m");
    assertThat(pod.initContainers())
        .extracting(PodSnapshot.Container::restartsAlways)
        .containsExactly(true, false);
    assertThat(pod.podLevelRequests()).containsOnlyKeys("memory");
    assertThat(pod.overhead()).containsOnlyKeys("cpu");
    assertThat(pod.document()).contains("\"image\":\"x\"");
  }

  private ClusterSnapshot look(ScalingPolicy... policies) {
    return new BulkClusterReader(api.client(), 4).observe(List.of(policies));
  }

  private static OutsideFailure failure(Sight<?> sight) {
    assertThat(sight).isInstanceOf(Sight.Unseen.class);
    return ((Sight.Unseen<?>) sight).failure();
  }

  private static ScalingPolicy ox(String name) {
    return Policies.byPrograms("shop/" + name).target("farm.example.org/v1", "Ox", name).build();
  }

  private static String targets(String namespace) {
    return "/apis/apps/v1/namespaces/" + namespace + "/deployments?limit=500";
  }

  private static String oneTarget(String namespace, String name) {
    return targets(namespace) + "&fieldSelector=metadata.name%3D" + name;
  }

  private static String oxen(String name) {
    return "/apis/farm.example.org/v1/namespaces/shop/oxen?limit=500&fieldSelector=metadata.name%3D"
        + name;
  }

  private static String pods(String namespace) {
    return "/api/v1/namespaces/" + namespace + "/pods?limit=500&resourceVersion=0";
  }

  private static String autoscalers(String version, String namespace) {
    return "/apis/autoscaling/"
        + version
        + "/namespaces/"
        + namespace
        + "/horizontalpodautoscalers?limit=500&resourceVersion=0";
  }

  private static String autoscaler(String name, String apiVersion, String kind, String target) {
    return """
        {"metadata": {"name": "%s"},
         "spec": {"scaleTargetRef": {"apiVersion": "%s", "kind": "%s", "name": "%s"}}}
        """
        .formatted(name, apiVersion, kind, target);
  }

  private static String selecting(String name, String selector) {
    return """
        {"metadata": {"name": "%s", "uid": "u", "resourceVersion": "1"}, "spec": {"selector": %s}}
        """
        .formatted(name, selector);
  }

  private static String page(String token, String... items) {
    return "{\"metadata\": {\"continue\": \"%s\"}, \"items\": [%s]}"
        .formatted(token, String.join(",", items));
  }
}
