package io.gitscaler.importing;

import static org.assertj.core.api.Assertions.assertThat;

import io.gitscaler.importing.ManifestImport.Imported;
import io.gitscaler.policy.LoadedPolicies;
import io.gitscaler.policy.PolicyProblem;
import io.gitscaler.policy.ReplicaBounds;
import io.gitscaler.policy.ScalingMethod;
import io.gitscaler.policy.ScalingPolicy;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each version of the HorizontalPodAutoscaler becomes. */
class HpaImportTest {
  private static final String HEAD =
      """
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
      """;

  @TempDir private Path folder;

  private static String hpa(String version, String spec) {
    return """
        apiVersion: autoscaling/%s
        kind: HorizontalPodAutoscaler
        metadata: {name: checkout, namespace: shop}
        spec:
          scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: checkout}
        """
            .formatted(version)
        + spec.indent(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"v1", "v2beta1", "v2beta2", "v2"})
  void fillsInTheDefaultsOfKubernetes(String version) {
    Imported imported = Imports.of(folder, hpa(version, "maxReplicas: 7\n"));

    assertThat(Imports.yaml(imported))
        .isEqualTo(
            HEAD
                + """
                  maxReplicas: 7
                  metrics:
                    - type: Resource
                      resource:
                        name: cpu
                        target:
                          type: Utilization
                          averageUtilization: 80
                """);
    assertThat(imported.policies().getFirst().text())
        .startsWith(
            "# From %s:1, HorizontalPodAutoscaler of autoscaling/%s.\n# - It names no metric; "
                .formatted(folder.resolve("manifest.yaml"), version));
    assertThat(Imports.read(imported).policies())
        .extracting(ScalingPolicy::bounds)
        .containsExactly(new ReplicaBounds(1, 7));
  }

  @Test
  void carriesMetricsAndBehaviorOfV1FromItsAnnotations() {
    Imported imported =
        Imports.of(
            folder,
            """
            apiVersion: autoscaling/v1
            kind: HorizontalPodAutoscaler
            metadata:
              name: checkout
              namespace: shop
              annotations:
                autoscaling.alpha.kubernetes.io/conditions: '[{"type":"AbleToScale"}]'
                autoscaling.alpha.kubernetes.io/metrics: '[{"type":"Pods","pods":{"metricName":"rps","targetAverageValue":"800k"}}]'
                autoscaling.alpha.kubernetes.io/behavior: '{"ScaleUp":{"StabilizationWindowSeconds":0,"SelectPolicy":"Max","Policies":[{"Type":"Pods","Value":4,"PeriodSeconds":60}],"Tolerance":null},"ScaleDown":null}'
            spec:
              scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: checkout}
              minReplicas: 2
              maxReplicas: 7
              targetCPUUtilizationPercentage: 65
            """);

    assertThat(Imports.yaml(imported))
        .isEqualTo(
            HEAD
                + """
                  minReplicas: 2
                  maxReplicas: 7
                  metrics:
                    - type: Pods
                      pods:
                        metric:
                          name: rps
                        target:
                          type: AverageValue
                          averageValue: "800k"
                    - type: Resource
                      resource:
                        name: cpu
                        target:
                          type: Utilization
                          averageUtilization: 65
                  behavior:
                    scaleUp:
                      stabilizationWindowSeconds: 0
                      selectPolicy: Max
                      policies:
                        - type: Pods
                          value: 4
                          periodSeconds: 60
                """);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          resource: {name: memory, targetAverageValue: 100Mi}                     | Resource | memory | 100Mi per pod
          resource: {name: cpu, targetAverageUtilization: 50}                     | Resource | cpu | 50%
          containerResource: {name: cpu, container: app, targetAverageUtilization: 50} | ContainerResource | cpu of container app | 50%
          pods: {metricName: rps, targetAverageValue: 1k}                         | Pods | rps | 1k per pod
          object: {metricName: hits, target: {apiVersion: v1, kind: Service, name: web}, targetValue: 2k} | Object | hits of Service/web | 2k
          object: {metricName: hits, target: {apiVersion: v1, kind: Service, name: web}, targetValue: "0", averageValue: 10} | Object | hits of Service/web | 10 per pod
          external: {metricName: queue, metricSelector: {matchLabels: {q: a}}, targetValue: 30} | External | queue | 30
          external: {metricName: queue, targetAverageValue: 30}                   | External | queue | 30 per pod
          """)
  void respellsMetricsOfV2beta1(String block, String type, String label, String target) {
    Imported imported =
        Imports.of(
            folder,
            hpa(
                "v2beta1",
                "maxReplicas: 7\nmetrics:\n  - type: " + type + "\n    " + block + "\n"));

    assertThat(imported.problems()).isEmpty();
    LoadedPolicies loaded = Imports.read(imported);
    assertThat(loaded.policies())
        .extracting(policy -> policy.method().toString())
        .allSatisfy(method -> assertThat(method).contains("tolerance=0.1"));
    assertThat(loaded.policies())
        .flatExtracting(policy -> ((ScalingMethod.ByMetrics) policy.method()).metrics())
        .extracting(metric -> metric.type() + ", " + metric.label() + ", " + metric.target())
        .containsExactly(type + ", " + label + ", " + target);
  }

  @Test
  void keepsTheSelectorOfAnExternalMetricOfV2beta1() {
    Imported imported =
        Imports.of(
            folder,
            hpa(
                "v2beta1",
                """
                maxReplicas: 7
                metrics:
                - type: External
                  external: {metricName: queue, metricSelector: {matchLabels: {q: a}}, targetValue: 30}
                """));

    assertThat(Imports.yaml(imported))
        .contains(
            """
                  external:
                    metric:
                      name: queue
                      selector:
                        matchLabels:
                          q: a
                    target:
                      type: Value
                      value: 30
            """);
  }

  @ParameterizedTest
  @ValueSource(strings = {"v2beta2", "v2"})
  void carriesTheFieldsOfV2OverAsTheyAre(String version) {
    String spec =
        """
        minReplicas: 0
        maxReplicas: 40
        metrics:
          - type: External
            external:
              metric:
                name: queue
                selector:
                  matchExpressions:
                    - key: q
                      operator: In
                      values:
                        - a
                        - "7"
              target:
                type: AverageValue
                averageValue: "30"
        behavior:
          scaleUp:
            stabilizationWindowSeconds: 30
            selectPolicy: Min
            policies:
              - type: Percent
                value: 50
                periodSeconds: 60
            tolerance: 50m
          scaleDown:
            selectPolicy: Disabled
        """;
    assertThat(Imports.yaml(Imports.of(folder, hpa(version, spec))))
        .isEqualTo(HEAD + spec.indent(2));
  }

  @Test
  void namesTheApiOfADescribedObjectThatLeavesItOpen() {
    Imported imported =
        Imports.of(
            folder,
            hpa(
                "v2",
                """
                maxReplicas: 7
                metrics:
                - type: Object
                  object:
                    metric: {name: hits}
                    describedObject: {kind: Service, name: web}
                    target: {type: Value, value: 2k}
                """));

    assertThat(Imports.yaml(imported))
        .contains(
            """
                    describedObject:
                      apiVersion: v1
                      kind: Service
                      name: web
            """);
    assertThat(imported.policies().getFirst().draft().remarks())
        .containsExactly(
            "spec.metrics[0].object.describedObject names no apiVersion; v1 is assumed.");
  }

  @Test
  void readsTheObjectsOfAWholeCluster() {
    String one = hpa("v2", "maxReplicas: 7\n") + "status: {message: " + "x".repeat(2_000) + "}\n";
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < 700; i++) {
      all.append(one.replace("name: checkout", "name: checkout-" + i)).append("---\n");
    }
    assertThat(all.length()).isGreaterThan(1 << 20);

    assertThat(Imports.of(folder, all.toString()).policies()).hasSize(700);
  }

  @Test
  void readsAListOfLiveObjectsWithAllThatAClusterAdds() {
    Imported imported =
        Imports.of(
            folder,
            """
            {"apiVersion": "v1", "kind": "List", "metadata": {"resourceVersion": ""}, "items": [
              {"apiVersion": "autoscaling/v2", "kind": "HorizontalPodAutoscaler",
               "metadata": {
                 "name": "checkout", "namespace": "shop", "uid": "1", "resourceVersion": "2",
                 "creationTimestamp": "2026-11-20T21:15:00Z", "generation": 3,
                 "managedFields": [{"manager": "kubectl", "fieldsV1": {"f:spec": {}}}],
                 "annotations": {"kubectl.kubernetes.io/last-applied-configuration": "{}", "team": "007"},
                 "labels": {"app": "yes"}},
               "spec": {"scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "checkout"},
                 "minReplicas": 1, "maxReplicas": 7, "behavior": null,
                 "metrics": [{"type": "Resource", "resource": {"name": "cpu", "target": {"type": "Utilization", "averageUtilization": 60}}}]},
               "status": {"currentReplicas": 1, "conditions": []}},
              {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "web"}}
            ]}
            """);

    assertThat(Imports.text(imported))
        .isEqualTo(
            """
            # From %s:2, HorizontalPodAutoscaler of autoscaling/v2.
            apiVersion: gitscaler.io/v1alpha1
            kind: ScalerPolicy
            metadata:
              name: checkout
              namespace: shop
              labels:
                app: "yes"
              annotations:
                team: "007"
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
                      averageUtilization: 60
            """
                .formatted(folder.resolve("manifest.yaml")));
    assertThat(imported.skipped())
        .containsExactly(folder.resolve("manifest.yaml") + ":13 is a Service; it is skipped.");
  }

  @Test
  void saysWhatItAssumesAndLeavesOut() {
    Imported imported =
        Imports.of(
            folder,
            """
            apiVersion: autoscaling/v2
            kind: HorizontalPodAutoscaler
            metadata:
              name: checkout
              ownerReferences: [{kind: ScaledObject, name: checkout}]
            spec:
              scaleTargetRef: {apiVersion: extensions/v1beta1, kind: Deployment, name: checkout}
              maxReplicas: 7
              behaviour: {}
            """,
            "shop");

    assertThat(imported.policies().getFirst().draft().remarks())
        .containsExactly(
            "spec.behaviour has no counterpart and is left out.",
            "spec.scaleTargetRef names extensions/v1beta1, which Kubernetes serves no more; apps/v1 stands instead.",
            "It names no metric; the default of Kubernetes, 80% of the requested cpu, is written out.",
            "It belongs to ScaledObject checkout, which makes it anew when it is deleted. Remove that first.");
    assertThat(Imports.text(imported)).contains("namespace: shop");
  }

  @Test
  void namesThePlaceOfWhatIsWrongAndConvertsTheOthers() {
    String good = hpa("v2", "maxReplicas: 7\n");
    String bad =
        """
        apiVersion: autoscaling/v2
        kind: HorizontalPodAutoscaler
        metadata: {name: cart}
        spec:
          scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: cart}
          maxReplicas: ten
          maxReplicas: 3
          metrics:
          - type: Resource
            resource: {name: cpu, target: {type: Utilization}}
        """;
    Imported imported = Imports.of(folder, bad + "---\n" + good);

    assertThat(imported.policies()).hasSize(1);
    String file = folder.resolve("manifest.yaml").toString();
    assertThat(imported.problems())
        .extracting(PolicyProblem::toString)
        .containsExactly(
            file
                + ":3:11 metadata.namespace: The manifest names no namespace. Add it, or name it with --target-namespace.",
            file
                + ":6:16 spec.maxReplicas: \"ten\" is not a whole number. Write a whole number of 1 or more.",
            file + ":7:3 spec.maxReplicas: The field occurs twice. Keep one.",
            file
                + ":10:35 spec.metrics[0].resource.target: The type is Utilization, but there is no field averageUtilization. Add it.");
  }

  @Test
  void writesNothingOfAFileThatEndsTooEarlyAndAllOfTheOthers() {
    Path broken =
        Imports.write(folder, "broken.yaml", hpa("v2", "maxReplicas: 7\n") + "  metrics: [\n");
    Path good = Imports.write(folder, "good.yaml", hpa("v2", "maxReplicas: 7\n"));
    Path missing = folder.resolve("missing.yaml");

    Imported imported = ManifestImport.read(List.of(broken, missing, folder, good), null);

    assertThat(imported.policies()).hasSize(1);
    assertThat(imported.problems())
        .extracting(PolicyProblem::toString)
        .satisfiesExactly(
            folderProblem -> assertThat(folderProblem).contains("This is a folder. Name its files"),
            early -> assertThat(early).startsWith(broken + ":8:1: The file is not valid YAML: "),
            gone -> assertThat(gone).startsWith(missing + ":1:1: There is no such file."));
  }

  @Test
  void refusesTwoForOneTarget() {
    String manifest = hpa("v2", "maxReplicas: 7\n");
    Imported imported =
        Imports.of(folder, manifest + "---\n" + manifest.replace("{name: checkout,", "{name: b,"));

    assertThat(imported.policies()).isEmpty();
    assertThat(imported.problems()).hasSize(2);
  }

  @Test
  void knowsNoOtherVersions() {
    assertThat(Imports.of(folder, hpa("v3", "maxReplicas: 7\n")).problems())
        .extracting(PolicyProblem::message)
        .containsExactly(
            "This version of autoscaling is unknown. Write v1, v2beta1, v2beta2 or v2.");
  }
}
