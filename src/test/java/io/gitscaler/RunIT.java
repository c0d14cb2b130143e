package io.gitscaler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.gitscaler.testing.Account;
import io.gitscaler.testing.AuditLog;
import io.gitscaler.testing.NeedsControlPlane;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole of it: commands as a user gives them, a real API server, real Git repositories, real programs. */
@NeedsControlPlane
class RunIT {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  @TempDir private Path folder;
  private TeamSite site;

  @BeforeEach
  void deploy() {
    site = new TeamSite(folder);
    site.deployment("web", 1).deployment("api", 4);
    site.asks("web", 3);
    site.asks("api", 2);
  }

  private static PolicyRule rule(String group, String resource, String... verbs) {
    return new PolicyRuleBuilder()
        .withApiGroups(group)
        .withResources(resource)
        .withVerbs(verbs)
        .build();
  }

  /** Everything that a run needs but the right to scale. */
  private Account onlooker() {
    return site.plane
        .account(site.home, "onlooker")
        .mayIn(
            site.shop,
            rule("apps", "deployments", "get", "list"),
            rule("", "pods", "list"),
            rule("", "events", "create"),
            rule("autoscaling", "horizontalpodautoscalers", "list"))
        .mayIn(
            site.home,
            rule("", "configmaps", "get", "list", "create", "update"),
            rule("coordination.k8s.io", "leases", "get", "list", "create", "update"),
            rule("", "pods", "get"));
  }

  @Test
  void aRunScalesAndLeavesItsStateItsPoliciesAndOneCommit() {
    CommandRun run = site.gitscaler("run");

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(site.replicas("web")).isEqualTo(3);
    assertThat(site.replicas("api")).isEqualTo(2);
    assertThat(site.commits()).containsExactly("scale: 1 up, 1 down, 2 new (2 policies)");
    assertThat(site.admin.configMaps().inNamespace(site.home).list().getItems())
        .extracting(map -> map.getMetadata().getName())
        .filteredOn(name -> name.startsWith("gitscaler"))
        .containsExactly("gitscaler", "gitscaler-policies", "gitscaler-policies-1");
    assertThat(run.out()).contains("1 -> 3", "4 -> 2");
  }

  @Test
  void withoutTheRepositoryTheLastGoodPoliciesAndTheirProgramsScale() throws IOException {
    site.policies.commit("main", Map.of("decide.sh", "echo '{\"targetReplicas\": 5}'"));
    site.commit("api.yaml", site.policy("api", ". ./decide.sh"));
    String commit = site.commit("web.yaml", site.policy("web", "echo '{\"targetReplicas\": 1}'"));
    site.gitscaler("run");
    Files.move(site.policies.path(), folder.resolve("elsewhere.git"));
    site.admin.apps().deployments().inNamespace(site.shop).withName("api").scale(2);

    CommandRun run = site.gitscaler("run", "--output", "json");

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(site.replicas("api")).isEqualTo(5);
    JsonNode policies = JSON.readTree(run.out()).at("/run/policies");
    assertThat(policies.path("commit").asText()).isEqualTo(commit);
    assertThat(policies.at("/lastGood/cause").asText()).isEqualTo("git");
    assertThat(run.err()).contains("the last good ones act", commit.substring(0, 10));
    assertThat(site.trail.git("show", "gitscaler/audit")).contains("\"lastGood\":{\"asOf\":");
    CommandRun old = site.gitscaler("run", "--max-policy-age", "0s");
    assertThat(old.status()).as(old.err()).isEqualTo(4);
    assertThat(old.err()).contains("PolicyTooOld");
  }

  @Test
  void anUnsignedHeadIsRefusedAndTheLastSignedCommitScales() throws IOException {
    Path keys = folder.resolve("allowed-keys");
    Files.writeString(keys, "ada@example.org " + site.policies.signWithSsh("ed25519") + "\n");
    String[] required = {
      "--verify-signatures", "required", "--allowed-keys-file", keys.toString(), "-o", "json"
    };
    String signed = site.asks("web", 5);
    CommandRun run = site.gitscaler("run", required);
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(JSON.readTree(run.out()).at("/run/policies/signedBy").asText())
        .startsWith("SHA256:");
    site.policies.work("config", "commit.gpgsign", "false");
    String unsigned = site.asks("web", 9);
    site.admin.apps().deployments().inNamespace(site.shop).withName("web").scale(2);

    CommandRun refused = site.gitscaler("run", required);

    assertThat(refused.status()).as(refused.err()).isEqualTo(5);
    assertThat(site.replicas("web")).isEqualTo(5);
    JsonNode policies = JSON.readTree(refused.out()).at("/run/policies");
    assertThat(policies.path("commit").asText()).isEqualTo(signed);
    assertThat(policies.at("/lastGood/refused").asText()).isEqualTo(unsigned);
    assertThat(refused.err())
        .contains(
            "the last trusted ones act, commit " + signed.substring(0, 10),
            "commit " + unsigned + " is refused, because it is not signed");
    assertThat(site.trail.git("show", "gitscaler/audit"))
        .contains("\"commit\":\"" + signed, "\"refused\":\"" + unsigned, "\"signedBy\":\"SHA256:");
    assertThat(site.gitscaler("plan", required).status()).isEqualTo(5);
    assertThat(site.gitscaler("run").status()).isZero();
    assertThat(site.replicas("web")).as("with signatures off").isEqualTo(9);
  }

  @Test
  void aSecondRunWithNothingChangedMakesNoCommit() {
    site.gitscaler("run");
    String head = site.trail.git("rev-parse", "gitscaler/audit");

    CommandRun second = site.gitscaler("run");

    assertThat(second.status()).as(second.err()).isZero();
    assertThat(site.trail.git("rev-parse", "gitscaler/audit")).isEqualTo(head);
    assertThat(second.out()).doesNotContain("->");
  }

  @Test
  void aPlanPrintsTheSameNumbersAndWritesNothing() throws IOException {
    Account reader =
        site.plane
            .account(site.home, "reader")
            .mayIn(
                site.shop,
                rule("apps", "deployments", "get", "list"),
                rule("", "pods", "list"),
                rule("autoscaling", "horizontalpodautoscalers", "list"))
            .mayIn(site.home, rule("", "configmaps", "list"));
    AuditLog audit = site.plane.audit();
    long before = audit.mark();

    CommandRun plan =
        site.gitscaler(
            "plan",
            "--output",
            "json",
            "--kubeconfig",
            reader.kubeconfig(folder.resolve("reader")).toString());

    assertThat(plan.status()).as(plan.err()).isZero();
    assertThat(audit.since(before))
        .as("requests of the plan")
        .anyMatch(one -> one.user().equals(reader.user()));
    assertThat(audit.writesSince(before, reader.user())).isEmpty();
    assertThat(site.commits()).isEmpty();
    assertThat(site.replicas("web")).isEqualTo(1);
    CommandRun run = site.gitscaler("run", "--output", "json");
    assertThat(numbers(plan)).isEqualTo(numbers(run)).hasSize(2);
  }

  private static List<String> numbers(CommandRun run) throws IOException {
    JsonNode report = JSON.readTree(run.out());
    return report
        .path("policies")
        .valueStream()
        .map(one -> one.path("name").asText() + " " + one.path("from") + ">" + one.path("to"))
        .toList();
  }

  @Test
  void everyScalingIsAnEventOnItsTarget() {
    site.gitscaler("run");

    assertThat(site.admin.v1().events().inNamespace(site.shop).list().getItems())
        .filteredOn(event -> event.getInvolvedObject().getName().equals("web"))
        .extracting(Event::getReason, Event::getType)
        .containsExactly(tuple("SuccessfulRescale", "Normal"));
  }

  @Test
  void anInvalidPolicyStopsNobodyElseAndIsExitStatusThree() {
    site.commit(
        "broken.yaml",
        site.policy("broken", "echo 1").replace("maxReplicas: 10", "maxReplicas: ten"));

    CommandRun run = site.gitscaler("run");

    assertThat(run.status()).isEqualTo(3);
    assertThat(run.err()).contains("broken.yaml:7:16 spec.maxReplicas:");
    assertThat(site.replicas("web")).isEqualTo(3);
  }

  @Test
  void aFailingProgramStopsNobodyElseAndIsExitStatusFour() {
    site.commit("api.yaml", site.policy("api", "echo no connection >&2; exit 3"));

    CommandRun run = site.gitscaler("run");

    assertThat(run.status()).isEqualTo(4);
    assertThat(run.err()).contains("no connection");
    assertThat(site.replicas("api")).isEqualTo(4);
    assertThat(site.replicas("web")).isEqualTo(3);
  }

  @Test
  void gitOutOfReachIsExitStatusFiveAndChangesNothing() {
    CommandRun run =
        CommandRun.of(
            List.of(
                "run",
                "--policies-repo",
                "file://" + folder.resolve("nowhere.git"),
                "--audit-repo",
                site.trail.url(),
                "--namespace",
                site.home,
                "--kubeconfig",
                site.kubeconfig().toString()));

    assertThat(run.status()).isEqualTo(5);
    assertThat(run.err()).contains("nowhere.git").doesNotContain("\tat ");
    assertThat(site.replicas("web")).isEqualTo(1);
  }

  @Test
  void aTrailOutOfReachIsExitStatusSixAndItsRecordsArriveLater() throws IOException {
    Path away = folder.resolve("away.git");
    Files.move(site.trail.path(), away);

    CommandRun run = site.gitscaler("run");

    assertThat(run.status()).isEqualTo(6);
    assertThat(run.err()).contains("audit.git");
    assertThat(site.replicas("web")).isEqualTo(3);
    Files.move(away, site.trail.path());
    assertThat(site.gitscaler("run").status()).isZero();
    assertThat(site.commits()).containsExactly("scale: 1 up, 1 down, 2 new (2 policies)");
    assertThat(
            site.trail.git(
                "show", "gitscaler/audit:trail/" + site.shop + "/web/" + month() + ".jsonl"))
        .contains("SCALED_UP");
  }

  private static String month() {
    return ZonedDateTime.now(ZoneOffset.UTC).toString().substring(0, 7);
  }

  @Test
  void anotherRunThatHoldsTheLeaseIsExitStatusSeven() {
    site.admin
        .resource(
            new LeaseBuilder()
                .withNewMetadata()
                .withName("gitscaler")
                .withNamespace(site.home)
                .endMetadata()
                .withNewSpec()
                .withHolderIdentity("laptop-4711")
                .withLeaseDurationSeconds(3600)
                .withAcquireTime(ZonedDateTime.now(ZoneOffset.UTC))
                .withRenewTime(ZonedDateTime.now(ZoneOffset.UTC))
                .endSpec()
                .build())
        .create();

    CommandRun run = site.gitscaler("run");

    assertThat(run.status()).isEqualTo(7);
    assertThat(run.err()).contains("laptop-4711");
    assertThat(site.replicas("web")).isEqualTo(1);
  }

  @Test
  void aMissingRightIsNamedAsTheRuleToAdd() throws IOException {
    CommandRun run =
        site.gitscaler(
            "run", "--kubeconfig", onlooker().kubeconfig(folder.resolve("onlooker")).toString());

    assertThat(run.status()).isEqualTo(4);
    assertThat(run.out() + run.err()).contains("deployments/scale", "update");
    assertThat(site.replicas("web")).isEqualTo(1);
  }

  @Test
  void explainTellsTheLastScaling() {
    site.gitscaler("run");

    CommandRun story = site.gitscaler("explain", site.shop + "/web");

    assertThat(story.status()).as(story.err()).isZero();
    assertThat(story.out()).contains("1 -> 3", "web.yaml");
  }

  @Test
  void explainTellsAScalingThatWaitsForGitBeforeAnOlderOneThatDoesNot() throws IOException {
    site.gitscaler("run");
    site.commit("web.yaml", site.policy("web", "echo '{\"targetReplicas\": 5}'"));
    site.trail.commit("notes", Map.of("a.txt", "no trail"));
    site.gitscaler("run", "--audit-branch", "notes");
    site.commit("web.yaml", site.policy("web", "exit 1"));
    site.gitscaler("run", "--audit-branch", "notes");

    CommandRun story = site.gitscaler("explain", site.shop + "/web");

    assertThat(story.status()).as(story.err()).isZero();
    assertThat(story.out()).contains("3 -> 5", "waits for Git").doesNotContain("1 -> 3");
  }

  @Test
  void aPlanIsNotBlamedForRecordsThatWaitForGit() {
    site.trail.commit("notes", Map.of("a.txt", "no trail"));

    CommandRun run = site.gitscaler("run", "--audit-branch", "notes");
    CommandRun plan = site.gitscaler("plan");

    assertThat(run.status()).as(run.err()).isEqualTo(6);
    assertThat(plan.status()).as(plan.err()).isZero();
  }

  @Test
  void explainTellsWhyAPolicyNeverCameToADecision() {
    site.asks("lost", 2);
    site.gitscaler("run");

    CommandRun story = site.gitscaler("explain", site.shop + "/lost");

    assertThat(story.status()).as(story.err()).isZero();
    assertThat(story.out()).contains("TargetNotFound", "there is no such object");
  }

  @Test
  void explainTellsOfAPolicyThatOnlyTheTrailRemembers() {
    site.gitscaler("run");

    CommandRun story = site.gitscaler("explain", site.shop + "/web", "--state-name", "another");

    assertThat(story.status()).as(story.err()).isZero();
    assertThat(story.out()).contains("last scaling: 1 -> 3");
    assertThat(story.err()).contains("State knows nothing of this policy");
  }

  @Test
  void explainOfAnUnknownPolicyNamesTheNearest() {
    site.gitscaler("run");

    CommandRun story = site.gitscaler("explain", site.shop + "/wbe");

    assertThat(story.status()).isNotZero();
    assertThat(story.err()).contains(site.shop + "/web");
  }

  @Test
  void tryShowsWhatAProgramReadsAndPrintsAndScalesNothing() {
    CommandRun trial =
        CommandRun.of(
            List.of(
                "try",
                site.shop + "/web",
                "--policies-repo",
                site.policies.url(),
                "--namespace",
                site.home,
                "--kubeconfig",
                site.kubeconfig().toString()));

    assertThat(trial.status()).as(trial.err()).isZero();
    assertThat(trial.out()).contains("api_dry_run", "{\"targetReplicas\": 3}");
    assertThat(site.replicas("web")).isEqualTo(1);
  }

  @Test
  void anUnreadableStateIsRefusedAndKept() {
    site.gitscaler("run");
    var configMap = site.admin.configMaps().inNamespace(site.home).withName("gitscaler");
    configMap.edit(
        map -> {
          map.getData().replaceAll((key, value) -> "by hand");
          return map;
        });
    site.asks("web", 5);

    CommandRun run = site.gitscaler("run");

    assertThat(run.status()).isEqualTo(5);
    assertThat(run.err()).contains("gitscaler").doesNotContain("\tat ");
    assertThat(site.replicas("web")).isEqualTo(3);
    assertThat(configMap.get().getData()).containsValue("by hand");
  }
}
