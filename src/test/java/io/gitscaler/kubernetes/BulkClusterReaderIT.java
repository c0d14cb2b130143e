package io.gitscaler.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.gitscaler.failure.FailureKind;
import io.gitscaler.failure.OutsideFailure;
import io.gitscaler.policy.PolicyId;
import io.gitscaler.policy.RunMode;
import io.gitscaler.policy.ScalingMethod;
import io.gitscaler.policy.ScalingPolicy;
import io.gitscaler.testing.Account;
import io.gitscaler.testing.AuditLog;
import io.gitscaler.testing.ControlPlane;
import io.gitscaler.testing.NeedsControlPlane;
import io.gitscaler.testing.Policies;
import io.gitscaler.workload.ClusterSnapshot;
import io.gitscaler.workload.PodSnapshot;
import io.gitscaler.workload.Sight;
import io.gitscaler.workload.Workload;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@NeedsControlPlane
class BulkClusterReaderIT {
  private final ControlPlane plane = ControlPlane.shared();
  private final String namespace = plane.namespace("look");
  private final Workloads workloads = new Workloads(plane.admin(), namespace);

  @Test
  void seesTargetsOfEveryKindWithASCale() {
    workloads.controller("apps/v1", "Deployment", "web", 3);
    workloads.controller("apps/v1", "StatefulSet", "db", 2);
    workloads.controller("apps/v1", "ReplicaSet", "old", 1);
    workloads.controller("v1", "ReplicationController", "older", 4);

    assertSeen("apps/v1", "Deployment", "web", 3, 0, "app=web");
    assertSeen("apps/v1", "StatefulSet", "db", 2, 0, "app=db");
    assertSeen("apps/v1", "ReplicaSet", "old", 1, 0, "app=old");
    assertSeen("v1", "ReplicationController", "older", 4, 0, "app=older");
  }

  @Test
  void saysWhyAKindCannotBeScaledAndWhereAKindIs() {
    workloads.defineOxen();
    workloads.create(
        """
        apiVersion: apps/v1
        kind: DaemonSet
        metadata: {name: agent, namespace: %s}
        spec:
          selector: {matchLabels: {app: agent}}
          template:
            metadata: {labels: {app: agent}}
            spec: {containers: [{name: app, image: app}]}
        """
            .formatted(namespace));

    assertUnseen("apps/v1", "DaemonSet", "agent", FailureKind.UNUSABLE, "no scale subresource");
    assertUnseen(
        "farm.example.org/v1beta1", "Ox", "any", FailureKind.UNUSABLE, "no scale subresource");
    assertUnseen(
        "farm.example.org/v2",
        "Ox",
        "any",
        FailureKind.NOT_FOUND,
        "the cluster has no such kind. It has Ox in farm.example.org/v1.");
    assertUnseen(
        "farm.example.org/v1",
        "Ox",
        "absent",
        FailureKind.NOT_FOUND,
        "oxen.farm.example.org " + namespace + "/absent: there is no such object");
    assertUnseen(
        "apps/v1", "Deploymnet", "web", FailureKind.NOT_FOUND, "the cluster has no such kind");
    assertUnseen(
        "apps/v1",
        "Deployment",
        "absent",
        FailureKind.NOT_FOUND,
        "deployments.apps " + namespace + "/absent: there is no such object");
  }

  @Test
  void readsPodsOfTheSelectorWithTheirRequests() {
    workloads.controller("apps/v1", "Deployment", "web", 2);
    workloads.pod("web-b", "app", "web");
    workloads.pod("web-a", "app", "web");
    workloads.pod("other", "app", "other");
    ScalingPolicy policy = Policies.byCpu(namespace + "/web", 60).build();

    ClusterSnapshot snapshot = look(plane.admin(), policy);
    List<PodSnapshot> pods = snapshot.pods(snapshot.workload(policy).orThrow()).orThrow();

    assertThat(pods).extracting(PodSnapshot::name).containsExactly("web-a", "web-b");
    assertThat(pods.getFirst().containers().getFirst().requests().get("cpu")).hasToString("250m");
    assertThat(pods.getFirst().phase()).isEqualTo("Pending");
    assertThat(snapshot.sharingPods(policy).orThrow()).isEmpty();
  }

  @Test
  void theServerGivesPodsInProtobufAndOfThoseTheSameIsReadAsOfJson() {
    workloads.create(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: whole, namespace: %s, labels: {app: web, tier: ""}, finalizers: [gitscaler.io/test], annotations: {a: b}}
        spec:
          initContainers:
          - {name: first, image: x, resources: {requests: {cpu: 1500m}}}
          containers:
          - {name: app, image: x, env: [{name: A, value: b}], resources: {limits: {memory: 2Gi}, requests: {cpu: 250m, memory: 1Gi}}}
          - {name: proxy, image: x}
        """
            .formatted(namespace));
    plane
        .admin()
        .pods()
        .inNamespace(namespace)
        .withName("whole")
        .editStatus(
            pod ->
                new PodBuilder(pod)
                    .editOrNewStatus()
                    .withPhase("Running")
                    .withStartTime("2026-11-22T08:00:00Z")
                    .withConditions(
                        new PodConditionBuilder()
                            .withType("Ready")
                            .withStatus("False")
                            .withLastTransitionTime("2026-11-22T08:00:30Z")
                            .build())
                    .endStatus()
                    .build());
    workloads.pod("plain", "app", "web");
    plane.admin().pods().inNamespace(namespace).withName("whole").delete();
    ApiRequests requests = new ApiRequests(plane.admin());

    String form = requests.get(PodLook.PODS.path(namespace), body -> "JSON", body -> "protobuf");
    List<PodSnapshot> protobuf = new PodLook(namespace, false).look(requests).matching("app=web");
    List<PodSnapshot> json = new PodLook(namespace, true).look(requests).matching("app=web");

    assertThat(form).isEqualTo("protobuf");
    assertThat(json).extracting(PodSnapshot::terminating).containsExactly(false, true);
    assertThat(json.getLast().ready()).isNotNull();
    assertThat(protobuf)
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("document")
        .containsExactlyElementsOf(json);
  }

  @Test
  void givesProgramsTheWholeObjectWithoutItsManagedFields() {
    workloads.controller("apps/v1", "Deployment", "web", 2);
    workloads.pod("web-a", "app", "web");
    ScalingPolicy policy =
        Policies.byPrograms(namespace + "/web")
            .method(
                new ScalingMethod.ByPrograms(
                    RunMode.PER_POD, Policies.SHELL, Policies.SHELL, List.of(), false))
            .build();

    ClusterSnapshot snapshot = look(plane.admin(), policy);
    Workload target = snapshot.workload(policy).orThrow();

    assertThat(target.document())
        .startsWith("{\"apiVersion\":\"apps/v1\",\"kind\":\"Deployment\",\"metadata\":{")
        .contains("\"image\":\"app\"")
        .doesNotContain("managedFields");
    assertThat(snapshot.pods(target).orThrow().getFirst().document())
        .startsWith("{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"name\":\"web-a\"")
        .doesNotContain("managedFields");
  }

  @Test
  void findsAnAutoscalerThatNamesTheSameTarget() {
    workloads.controller("apps/v1", "Deployment", "web", 2);
    workloads.controller("apps/v1", "Deployment", "free", 2);
    workloads.create(
        """
        apiVersion: autoscaling/v1
        kind: HorizontalPodAutoscaler
        metadata: {name: theirs, namespace: %s}
        spec:
          maxReplicas: 5
          scaleTargetRef: {apiVersion: apps/v1beta2, kind: Deployment, name: web}
        """
            .formatted(namespace));
    ScalingPolicy taken = policy("apps/v1", "Deployment", "web");
    ScalingPolicy free = policy("apps/v1", "Deployment", "free");

    ClusterSnapshot snapshot = look(plane.admin(), taken, free);

    assertThat(snapshot.rival(taken).orThrow()).contains("HorizontalPodAutoscaler theirs");
    assertThat(snapshot.rival(free).orThrow()).isEmpty();
  }

  @Test
  void namesTheRuleThatIsMissingAndGoesOnElsewhere() throws IOException {
    String forbidden = plane.namespace("forbidden");
    new Workloads(plane.admin(), forbidden).controller("apps/v1", "Deployment", "web", 2);
    workloads.controller("apps/v1", "Deployment", "web", 2);
    try (KubernetesClient client = plane.clientAs(reader("narrow"))) {
      ScalingPolicy here = Policies.byPrograms(namespace + "/web").build();
      ScalingPolicy there = Policies.byPrograms(forbidden + "/web").build();

      ClusterSnapshot snapshot = new BulkClusterReader(client, 4).observe(List.of(here, there));

      assertThat(snapshot.workload(here).orThrow().specReplicas()).isEqualTo(2);
      assertThat(failure(snapshot.workload(there)).kind()).isEqualTo(FailureKind.FORBIDDEN);
      assertThat(failure(snapshot.workload(there)))
          .hasMessageContaining(
              "service account "
                  + namespace
                  + "/narrow may not list deployments in namespace "
                  + forbidden)
          .hasMessageContaining(
              "{apiGroups: [\"apps\"], resources: [\"deployments\"], verbs: [\"list\"]}");
      assertThat(failure(snapshot.rival(there)))
          .hasMessageContaining("resources: [\"horizontalpodautoscalers\"]");
    }
  }

  @Test
  void asksForAHandfulOfListsHoweverManyTargetsThereAre() throws IOException {
    List<ScalingPolicy> policies = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      workloads.controller("apps/v1", "Deployment", "web-" + i, 1);
      policies.add(Policies.byCpu(namespace + "/web-" + i, 60).build());
    }
    try (KubernetesClient client = plane.clientAs(reader("counted"))) {
      BulkClusterReader reader = new BulkClusterReader(client, 4);
      long mark = plane.audit().mark();
      reader.observe(policies);
      ClusterSnapshot second = reader.observe(policies);

      assertThat(second.workload(policies.getLast())).isInstanceOf(Sight.Seen.class);
      List<String> uris =
          plane.audit().since(mark).stream()
              .filter(request -> request.user().endsWith(":counted"))
              .map(AuditLog.Request::uri)
              .toList();
      assertThat(uris)
          .as("two discovery requests in all, three lists in each pass")
          .hasSize(8)
          .filteredOn(uri -> uri.contains("/pods"))
          .containsOnly("/api/v1/namespaces/" + namespace + "/pods?limit=500&resourceVersion=0");
    }
  }

  /** A service account that may read what every policy needs in this namespace. */
  private Account reader(String name) {
    return plane
        .account(namespace, name)
        .mayIn(
            namespace,
            rule("", "pods"),
            rule("apps", "deployments"),
            rule("autoscaling", "horizontalpodautoscalers"));
  }

  private static io.fabric8.kubernetes.api.model.rbac.PolicyRule rule(String group, String plural) {
    return new PolicyRuleBuilder()
        .withApiGroups(group)
        .withResources(plural)
        .withVerbs("list")
        .build();
  }

  private ScalingPolicy policy(String apiVersion, String kind, String name) {
    return Policies.byPrograms(new PolicyId(namespace, name).toString())
        .target(apiVersion, kind, name)
        .build();
  }

  private static ClusterSnapshot look(KubernetesClient client, ScalingPolicy... policies) {
    return new BulkClusterReader(client, 4).observe(List.of(policies));
  }

  private void assertSeen(
      String apiVersion, String kind, String name, int spec, int status, String selector) {
    ScalingPolicy policy = policy(apiVersion, kind, name);
    Workload seen = look(plane.admin(), policy).workload(policy).orThrow();
    assertThat(seen.specReplicas()).as(kind).isEqualTo(spec);
    assertThat(seen.statusReplicas()).as(kind).isEqualTo(status);
    assertThat(seen.selector()).as(kind).isEqualTo(selector);
    assertThat(seen.uid()).as(kind).isNotEmpty();
    assertThat(seen.resourceVersion()).as(kind).isNotEmpty();
  }

  private void assertUnseen(
      String apiVersion, String kind, String name, FailureKind failure, String words) {
    ScalingPolicy policy = policy(apiVersion, kind, name);
    OutsideFailure found = failure(look(plane.admin(), policy).workload(policy));
    assertThat(found.kind()).as(found.sentence()).isEqualTo(failure);
    assertThat(found).hasMessageContaining(words);
  }

  private static OutsideFailure failure(Sight<?> sight) {
    assertThat(sight).isInstanceOf(Sight.Unseen.class);
    return ((Sight.Unseen<?>) sight).failure();
  }
}
