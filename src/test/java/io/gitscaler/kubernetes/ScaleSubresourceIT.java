package io.gitscaler.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.gitscaler.policy.PolicyId;
import io.gitscaler.policy.ScalingPolicy;
import io.gitscaler.testing.Account;
import io.gitscaler.testing.AuditLog;
import io.gitscaler.testing.ControlPlane;
import io.gitscaler.testing.NeedsControlPlane;
import io.gitscaler.testing.Policies;
import io.gitscaler.workload.ReplicaChange;
import io.gitscaler.workload.ScaleOutcome;
import io.gitscaler.workload.Workload;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@NeedsControlPlane
class ScaleSubresourceIT {
  private final ControlPlane plane = ControlPlane.shared();
  private final String namespace = plane.namespace("scale");
  private final Workloads workloads = new Workloads(plane.admin(), namespace);
  private final ScaleSubresource scaler = new ScaleSubresource(plane.admin());

  @ParameterizedTest
  @CsvSource({
    "apps/v1, Deployment",
    "apps/v1, StatefulSet",
    "apps/v1, ReplicaSet",
    "v1, ReplicationController"
  })
  void scalesEveryKindOfKubernetes(String apiVersion, String kind) {
    workloads.controller(apiVersion, kind, "web", 3);
    Workload seen = see(apiVersion, kind, "web");

    ScaleOutcome outcome = scaler.scale(change(seen, 5));

    Workload after = see(apiVersion, kind, "web");
    assertThat(outcome).isEqualTo(new ScaleOutcome.Applied(after.resourceVersion()));
    assertThat(after.specReplicas()).isEqualTo(5);
  }

  /** Servers before 1.22 do not write down who scaled; the request names the field manager all the same. */
  @Test
  void namesItselfAsFieldManager() throws IOException {
    workloads.controller("apps/v1", "Deployment", "web", 3);
    Workload seen = see("apps/v1", "Deployment", "web");
    long mark = plane.audit().mark();

    scaler.scale(change(seen, 5));

    assertThat(plane.audit().since(mark))
        .filteredOn(request -> request.verb().equals("update"))
        .filteredOn(request -> request.uri().contains(namespace))
        .singleElement()
        .satisfies(
            request -> assertThat(request.uri()).endsWith("/web/scale?fieldManager=gitscaler"));
  }

  /** The API server's answer leaves the zero out. */
  @ParameterizedTest
  @CsvSource({
    "apps/v1, Deployment",
    "apps/v1, StatefulSet",
    "apps/v1, ReplicaSet",
    "v1, ReplicationController"
  })
  void scalesToZeroWithOneRequest(String apiVersion, String kind) throws IOException {
    workloads.controller(apiVersion, kind, "web", 3);
    Workload seen = see(apiVersion, kind, "web");
    long mark = plane.audit().mark();

    ScaleOutcome outcome = scaler.scale(change(seen, 0));

    assertThat(plane.audit().since(mark))
        .filteredOn(
            request -> request.uri().contains(namespace) && request.uri().contains("/scale"))
        .extracting(AuditLog.Request::verb)
        .containsExactly("update");
    Workload after = see(apiVersion, kind, "web");
    assertThat(outcome).isEqualTo(new ScaleOutcome.Applied(after.resourceVersion()));
    assertThat(after.specReplicas()).isEqualTo(0);
  }

  @Test
  void goesOnWhenOnlyTheVersionMovedOn() {
    workloads.controller("apps/v1", "Deployment", "web", 3);
    Workload seen = see("apps/v1", "Deployment", "web");
    patch("web", "{\"metadata\": {\"annotations\": {\"touched\": \"yes\"}}}");

    ScaleOutcome outcome = scaler.scale(change(seen, 5));

    assertThat(outcome).isInstanceOf(ScaleOutcome.Applied.class);
    assertThat(deployment("web").getSpec().getReplicas()).isEqualTo(5);
    assertThat(deployment("web").getMetadata().getAnnotations()).containsEntry("touched", "yes");
  }

  @Test
  void leavesReplicasAloneThatSomebodyElseChanged() {
    workloads.controller("apps/v1", "Deployment", "web", 3);
    Workload seen = see("apps/v1", "Deployment", "web");
    patch("web", "{\"spec\": {\"replicas\": 7}}");

    ScaleOutcome outcome = scaler.scale(change(seen, 5));

    assertThat(outcome)
        .isEqualTo(
            new ScaleOutcome.Conflict(
                "deployments.apps "
                    + namespace
                    + "/web: somebody else set 7 replicas meanwhile, so that 3 -> 5 was not carried"
                    + " out. The next pass decides anew."));
    assertThat(deployment("web").getSpec().getReplicas()).isEqualTo(7);
  }

  @Test
  void doesNotTakeTheSameCountBySomebodyElseForItsOwnWork() {
    workloads.controller("apps/v1", "Deployment", "web", 3);
    Workload seen = see("apps/v1", "Deployment", "web");
    patch("web", "{\"spec\": {\"replicas\": 5}}");

    assertThat(scaler.scale(change(seen, 5))).isInstanceOf(ScaleOutcome.Conflict.class);
  }

  @Test
  void leavesARecreatedTargetAlone() {
    HasMetadata first = workloads.controller("apps/v1", "Deployment", "web", 3);
    Workload seen = see("apps/v1", "Deployment", "web");
    plane.admin().resource(first).delete();
    workloads.controller("apps/v1", "Deployment", "web", 3);

    ScaleOutcome outcome = scaler.scale(change(seen, 5));

    assertThat(outcome).isInstanceOf(ScaleOutcome.Conflict.class);
    assertThat(((ScaleOutcome.Conflict) outcome).sentence()).contains("it was recreated meanwhile");
    assertThat(deployment("web").getSpec().getReplicas()).isEqualTo(3);
  }

  @Test
  void noticesThatTheTargetIsGone() {
    HasMetadata first = workloads.controller("apps/v1", "Deployment", "web", 3);
    Workload seen = see("apps/v1", "Deployment", "web");
    plane.admin().resource(first).delete();

    assertThat(scaler.scale(change(seen, 5)))
        .isInstanceOfSatisfying(
            ScaleOutcome.Conflict.class,
            conflict -> assertThat(conflict.sentence()).contains("it was deleted meanwhile"));
  }

  @Test
  void quotesWhatTheApiServerSaysAgainstTheCount() {
    workloads.controller("apps/v1", "Deployment", "web", 3);

    String sentence = refusal(scaler.scale(change(see("apps/v1", "Deployment", "web"), -1)));

    assertThat(sentence)
        .contains("deployments.apps " + namespace + "/web: the API server refused with 422")
        .contains("spec.replicas");
    assertThat(deployment("web").getSpec().getReplicas()).isEqualTo(3);
  }

  @Test
  void namesTheRuleThatIsMissing() {
    workloads.controller("apps/v1", "Deployment", "web", 3);
    Workload seen = see("apps/v1", "Deployment", "web");
    Account reader =
        plane
            .account(namespace, "reader")
            .mayIn(namespace, rule("get", "deployments/scale"), rule("list", "deployments"));
    try (KubernetesClient client = plane.clientAs(reader)) {
      String sentence = refusal(new ScaleSubresource(client).scale(change(seen, 5)));

      assertThat(sentence)
          .contains(
              "service account "
                  + namespace
                  + "/reader may not update deployments/scale in namespace "
                  + namespace)
          .contains(
              "{apiGroups: [\"apps\"], resources: [\"deployments/scale\"], verbs: [\"update\"]}")
          .doesNotContain(reader.token());
    }
    assertThat(deployment("web").getSpec().getReplicas()).isEqualTo(3);
  }

  @Test
  void needsNoMoreThanTheRightsThatAreDocumented() {
    workloads.controller("apps/v1", "Deployment", "web", 3);
    Workload seen = see("apps/v1", "Deployment", "web");
    patch("web", "{\"metadata\": {\"annotations\": {\"touched\": \"yes\"}}}");
    Account runner =
        plane
            .account(namespace, "runner")
            .mayIn(
                namespace, rule("get", "deployments/scale"), rule("update", "deployments/scale"));
    try (KubernetesClient client = plane.clientAs(runner)) {
      assertThat(new ScaleSubresource(client).scale(change(seen, 5)))
          .isInstanceOf(ScaleOutcome.Applied.class);
    }
  }

  private static PolicyRule rule(String verb, String resource) {
    return new PolicyRuleBuilder()
        .withApiGroups("apps")
        .withResources(resource)
        .withVerbs(verb)
        .build();
  }

  private static String refusal(ScaleOutcome outcome) {
    assertThat(outcome).isInstanceOf(ScaleOutcome.Refused.class);
    return ((ScaleOutcome.Refused) outcome).sentence();
  }

  private ReplicaChange change(Workload seen, int to) {
    return new ReplicaChange(new PolicyId(namespace, "policy"), seen, to, "cpu 82% of 60%");
  }

  private Workload see(String apiVersion, String kind, String name) {
    ScalingPolicy policy =
        Policies.byPrograms(namespace + "/" + name).target(apiVersion, kind, name).build();
    return new BulkClusterReader(plane.admin(), 4)
        .observe(List.of(policy))
        .workload(policy)
        .orThrow();
  }

  private void patch(String name, String json) {
    plane
        .admin()
        .apps()
        .deployments()
        .inNamespace(namespace)
        .withName(name)
        .patch(PatchContext.of(PatchType.JSON_MERGE), json);
  }

  private Deployment deployment(String name) {
    return plane.admin().apps().deployments().inNamespace(namespace).withName(name).get();
  }
}
