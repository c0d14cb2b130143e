package io.gitscaler.importing;

import static org.assertj.core.api.Assertions.assertThat;

import io.gitscaler.policy.MetricTarget;
import io.gitscaler.policy.PolicyId;
import io.gitscaler.policy.PolicyProblem;
import io.gitscaler.policy.Quantity;
import io.gitscaler.policy.TargetRef;
import io.gitscaler.policyfile.PolicyDrafts;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class KubectlAutoscaleTest {
  private static final TargetRef CHECKOUT = new TargetRef("apps/v1", "Deployment", "checkout");
  private static final PolicyId ID = new PolicyId("shop", "checkout");

  @Test
  void writesTheDefaultsOfKubernetes() {
    PolicyDrafts.Outcome outcome =
        new KubectlAutoscale(ID, CHECKOUT, null, 7, new TreeMap<>()).policy();

    assertThat(outcome.problems()).isEmpty();
    assertThat(outcome.policies().getFirst().text())
        .isEqualTo(
            """
            # From gitscaler autoscale Deployment/checkout.
            apiVersion: gitscaler.io/v1alpha1
            kind: ScalerPolicy
            metadata:
              name: checkout
              namespace: shop
            spec:
              scaleTargetRef:
                apiVersion: apps/v1
                kind: Deployment
                name: checkout
              minReplicas: 1
              maxReplicas: 7
              metrics:
                - type: Resource
                  resource:
                    name: cpu
                    target:
                      type: Utilization
                      averageUtilization: 80
            """);
  }

  @Test
  void writesWhatIsGiven() {
    SortedMap<String, MetricTarget> goals = new TreeMap<>();
    goals.put("memory", new MetricTarget.AverageValue(Quantity.parse("200Mi").orElseThrow()));
    goals.put("cpu", new MetricTarget.Utilization(55));

    PolicyDrafts.Outcome outcome = new KubectlAutoscale(ID, CHECKOUT, 3, 7, goals).policy();

    assertThat(outcome.problems()).isEmpty();
    assertThat(outcome.policies().getFirst().text())
        .contains("  minReplicas: 3\n", "  maxReplicas: 7\n")
        .endsWith(
            """
              metrics:
                - type: Resource
                  resource:
                    name: cpu
                    target:
                      type: Utilization
                      averageUtilization: 55
                - type: Resource
                  resource:
                    name: memory
                    target:
                      type: AverageValue
                      averageValue: "200Mi"
            """);
  }

  @Test
  void aWholeAmountIsNoNumberOfYaml() {
    SortedMap<String, MetricTarget> goals = new TreeMap<>();
    goals.put("cpu", new MetricTarget.AverageValue(Quantity.parse("2").orElseThrow()));

    PolicyDrafts.Outcome outcome = new KubectlAutoscale(ID, CHECKOUT, null, 7, goals).policy();

    assertThat(outcome.problems()).isEmpty();
    assertThat(outcome.policies().getFirst().text()).contains("averageValue: \"2\"\n");
  }

  @Test
  void refusesNamesThatKubernetesRefuses() {
    PolicyDrafts.Outcome outcome =
        new KubectlAutoscale(new PolicyId("Shop", "checkout"), CHECKOUT, null, 7, new TreeMap<>())
            .policy();

    assertThat(outcome.policies()).isEmpty();
    assertThat(outcome.problems())
        .extracting(PolicyProblem::field)
        .containsExactly("metadata.namespace");
  }
}
