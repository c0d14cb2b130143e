package io.gitscaler.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.gitscaler.policy.HookPoint;
import io.gitscaler.policy.MetricIdentifier;
import io.gitscaler.policy.MetricSpec;
import io.gitscaler.policy.MetricTarget;
import io.gitscaler.policy.Mode;
import io.gitscaler.policy.Quantity;
import io.gitscaler.policy.RunMode;
import io.gitscaler.policy.ScalingMethod;
import io.gitscaler.policy.ScalingPolicy;
import io.gitscaler.policy.TargetRef;
import io.gitscaler.testing.Policies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class RoleManifestsTest {
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final RoleManifests ROLES =
      new RoleManifests("gitscaler", "gitscaler", 1, "gitscaler");

  private static List<JsonNode> documents(String yaml) throws IOException {
    try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(yaml)) {
      return new ArrayList<>(documents.readAll());
    }
  }

  /** The rules that mention policies of namespace shop, one line each. */
  private static List<String> rules(ScalingPolicy... policies) {
    return lines(
        NeededRights.of(List.of(policies)).inNamespaces().getOrDefault("shop", new TreeSet<>()));
  }

  private static List<String> lines(Iterable<Right> rights) {
    List<Right> all = new ArrayList<>();
    rights.forEach(all::add);
    return RoleRules.of(all).stream()
        .map(
            rule ->
                String.join(",", rule.getVerbs())
                    + " "
                    + rule.getApiGroups().getFirst()
                    + ":"
                    + String.join(",", rule.getResources())
                    + " "
                    + String.join(",", rule.getResourceNames()))
        .map(String::strip)
        .toList();
  }

  @Test
  void aPolicyWithProgramsNeedsItsTargetAndNoPods() {
    assertThat(rules(Policies.byPrograms("shop/web").build()))
        .containsExactly(
            "create :events",
            "list apps:deployments web",
            "get,update apps:deployments/scale web",
            "list autoscaling:horizontalpodautoscalers",
            "list keda.sh:scaledobjects");
  }

  @Test
  void severalTargetsOfAKindAreListedTogetherAndScaledByName() {
    assertThat(
            rules(Policies.byPrograms("shop/web").build(), Policies.byPrograms("shop/api").build()))
        .contains("list apps:deployments", "get,update apps:deployments/scale api,web");
  }

  @Test
  void aPolicyThatOnlyObservesMayNotScale() {
    assertThat(rules(Policies.byPrograms("shop/web").mode(Mode.OBSERVE).build()))
        .contains("list apps:deployments web")
        .noneMatch(rule -> rule.contains("scale "));
  }

  @Test
  void metricsNeedPodsAndTheirOwnApis() {
    MetricTarget target = new MetricTarget.AverageValue(Quantity.parse("10").orElseThrow());
    ScalingPolicy policy =
        Policies.byCpu("shop/web", 60)
            .method(
                new ScalingMethod.ByMetrics(
                    List.of(
                        new MetricSpec.Resource("cpu", new MetricTarget.Utilization(60)),
                        new MetricSpec.Pods(new MetricIdentifier("requests", null), target),
                        new MetricSpec.ObjectMetric(
                            new MetricIdentifier("hits", null),
                            new TargetRef("networking.k8s.io/v1", "Ingress", "main"),
                            target),
                        new MetricSpec.ObjectMetric(
                            new MetricIdentifier("orders", null),
                            new TargetRef("v1", "Namespace", "shop"),
                            target),
                        new MetricSpec.ObjectMetric(
                            new MetricIdentifier("calls", null),
                            new TargetRef("", "Service", "front"),
                            target),
                        new MetricSpec.External(new MetricIdentifier("queue/ready", null), target)),
                    0.1))
            .build();

    assertThat(rules(policy))
        .contains(
            "list :pods",
            "list metrics.k8s.io:pods",
            "get custom.metrics.k8s.io:pods/requests *",
            "get custom.metrics.k8s.io:ingresses.networking.k8s.io/hits main",
            "get custom.metrics.k8s.io:metrics orders",
            "get custom.metrics.k8s.io:services/calls front",
            "get external.metrics.k8s.io:queue ready");
  }

  @Test
  void programsNeedThePodsAndMetricsThatTheyAreGiven() {
    ScalingMethod perPod =
        new ScalingMethod.ByPrograms(
            RunMode.PER_POD,
            Policies.SHELL,
            Policies.SHELL,
            List.of(new MetricSpec.Resource("cpu", new MetricTarget.Utilization(60))),
            false);

    assertThat(rules(Policies.byPrograms("shop/web").method(perPod).build()))
        .contains("list :pods", "list metrics.k8s.io:pods");
  }

  @Test
  void customResourcesNeedTheirDefinitionAndEachObject() {
    ScalingPolicy policy =
        Policies.byCpu("shop/canary", 60)
            .target("argoproj.io/v1alpha1", "Rollout", "canary")
            .build();
    NeededRights needed = NeededRights.of(List.of(policy));

    assertThat(rules(policy))
        .contains(
            "list argoproj.io:rollouts canary", "get,update argoproj.io:rollouts/scale canary");
    assertThat(rules(hooked(policy))).contains("get,list argoproj.io:rollouts canary");
    assertThat(lines(needed.inCluster()))
        .containsExactly("get apiextensions.k8s.io:customresourcedefinitions rollouts.argoproj.io");
    assertThat(ROLES.yaml(List.of(policy)))
        .contains("#   Rollout of argoproj.io/v1alpha1 as rollouts\n")
        .contains("kind: \"ClusterRoleBinding\"");
  }

  private static ScalingPolicy hooked(ScalingPolicy policy) {
    TargetRef target = policy.target();
    return Policies.byCpu("shop/canary", 60)
        .target(target.apiVersion(), target.kind(), target.name())
        .hook(HookPoint.PRE_SCALE)
        .build();
  }

  @Test
  void kindsOfKubernetesAreNoGuess() {
    assertThat(ROLES.yaml(List.of(Policies.byCpu("shop/web", 60).build())))
        .startsWith("# What gitscaler needs for these policies, and no more.\n---\n")
        .doesNotContain("Cluster");
  }

  @Test
  void guessesPluralsAsToolsThatWriteDefinitionsDo() {
    assertThat(List.of("Rollout", "Proxy", "Gateway", "Box", "Class", "Batch"))
        .map(kind -> ExpectedKinds.of(new TargetRef("x.example.org/v1", kind, "a")).plural())
        .containsExactly("rollouts", "proxies", "gateways", "boxes", "classes", "batches");
  }

  @Test
  void aKindCannotLeaveItsComment() {
    ScalingPolicy hostile =
        Policies.byCpu("shop/web", 60)
            .target("x.example.org/v1", "Web\nkind: ClusterRoleBinding\u2028---", "web")
            .build();

    assertThat(ROLES.yaml(List.of(hostile)).lines())
        .doesNotContain("kind: ClusterRoleBinding", "---kind: ClusterRoleBinding");
    assertThat(ROLES.yaml(List.of(hostile)))
        .contains("#   Web?kind: ClusterRoleBinding?--- of x.example.org/v1");
  }

  /** Under another name, because a kustomization takes no two objects of one. */
  @Test
  void theRoleOfTheOwnNamespaceGrantsWhatTheBaseGrants() throws IOException {
    List<JsonNode> shipped = documents(Files.readString(Path.of("cronjob/base/roles.yaml")));
    List<JsonNode> printed = documents(ROLES.yaml(List.of()));

    assertThat(printed).hasSize(2);
    assertThat(sorted(printed.get(0).path("rules")))
        .containsExactlyInAnyOrderElementsOf(sorted(shipped.get(0).path("rules")));
    for (int i = 0; i < 2; i++) {
      assertThat(printed.get(i).at("/metadata/labels"))
          .isEqualTo(shipped.get(i).at("/metadata/labels"));
      assertThat(printed.get(i).at("/metadata/namespace"))
          .isEqualTo(shipped.get(i).at("/metadata/namespace"));
      assertThat(printed.get(i).path("kind")).isEqualTo(shipped.get(i).path("kind"));
    }
    assertThat(printed.get(1).path("subjects")).isEqualTo(shipped.get(1).path("subjects"));
    assertThat(printed.get(1).at("/roleRef/name")).isEqualTo(printed.get(0).at("/metadata/name"));
  }

  /** Each rule with what it names in order, for the order says nothing. */
  private static List<Map<String, Set<String>>> sorted(JsonNode rules) {
    List<Map<String, Set<String>>> sorted = new ArrayList<>();
    for (JsonNode rule : rules) {
      Map<String, Set<String>> fields = new TreeMap<>();
      rule.properties()
          .forEach(
              field -> {
                Set<String> named = fields.computeIfAbsent(field.getKey(), any -> new TreeSet<>());
                field.getValue().forEach(one -> named.add(one.textValue()));
              });
      sorted.add(fields);
    }
    return sorted;
  }
}
