package io.gitscaler.importing;

import static org.assertj.core.api.Assertions.assertThat;

import io.gitscaler.importing.ManifestImport.Imported;
import io.gitscaler.policy.PolicyProblem;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a CustomPodAutoscaler and its config.yaml become. */
class CpaImportTest {
  private static final String CPA =
      """
      apiVersion: custompodautoscaler.com/v1
      kind: CustomPodAutoscaler
      metadata: {name: queue, namespace: shop}
      spec:
        template:
          spec:
            containers:
              - name: queue
                image: example.com/queue:1
                env:
                  - {name: TOKEN, valueFrom: {secretKeyRef: {name: a, key: b}}}
        scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: queue}
        roleRequiresMetricsServer: true
        config:
          - {name: interval, value: "10000"}
          - {name: minReplicas, value: "2"}
          - {name: QUEUE, value: "7"}
      """;

  private static final String CONFIG =
      """
      evaluate:
        type: "shell"
        timeout: 2500
        shell:
          entrypoint: "/evaluate.py"
      metric:
        type: "http"
        timeout: 1000
        http:
          method: "GET"
          url: "http://metrics.shop/queue"
          successCodes:
            - 200
          parameterMode: query
      postScale:
        type: shell
        shell:
          entrypoint: python
          command:
            - /opt/tell.py
      runMode: "per-resource"
      minReplicas: 1
      maxReplicas: 12
      downscaleStabilization: 200
      startTime: 60000
      logVerbosity: 3
      apiConfig:
        enabled: false
      kubernetesMetricSpecs:
        - type: Resource
          resource:
            name: cpu
            target:
              type: Utilization
      requireKubernetesMetrics: true
      """;

  @TempDir private Path folder;

  @BeforeEach
  void layPrograms() {
    Imports.write(folder, "config.yaml", CONFIG);
    Imports.write(folder, "evaluate.py", "");
  }

  @Test
  void takesManifestAndConfigTogether() {
    Imported imported = Imports.of(folder, CPA);

    assertThat(Imports.yaml(imported))
        .isEqualTo(
            """
            apiVersion: gitscaler.io/v1alpha1
            kind: ScalerPolicy
            metadata:
              name: queue
              namespace: shop
            spec:
              scaleTargetRef:
                apiVersion: apps/v1
                kind: Deployment
                name: queue
              minReplicas: 2
              maxReplicas: 12
              runMode: per-resource
              metric:
                type: http
                timeout: 1000
                http:
                  method: GET
                  url: "http://metrics.shop/queue"
                  successCodes:
                    - 200
                  parameterMode: query
              evaluate:
                type: shell
                timeout: 2500
                shell:
                  entrypoint: "./evaluate.py"
              kubernetesMetricSpecs:
                - type: Resource
                  resource:
                    name: cpu
                    target:
                      type: Utilization
                      averageUtilization: 100
              requireKubernetesMetrics: true
              postScale:
                type: shell
                shell:
                  entrypoint: python
                  command:
                    - /opt/tell.py
              downscaleStabilization: 200
              env:
                - name: QUEUE
                  value: "7"
                - name: TOKEN
            """);
  }

  @Test
  void saysWhatCouldNotBeCarriedOver() {
    assertThat(Imports.of(folder, CPA).policies().getFirst().draft().remarks())
        .satisfiesExactlyInAnyOrder(
            it -> assertThat(it).startsWith("evaluate: /evaluate.py is a path in the image; "),
            it -> assertThat(it).startsWith("postScale: /opt/tell.py is a path in the image. Copy"),
            it -> assertThat(it).startsWith("kubernetesMetricSpecs: a metric without "),
            it -> assertThat(it).startsWith("interval is 10000 ms there; "),
            it -> assertThat(it).startsWith("startTime (60000) is left out"),
            it -> assertThat(it).startsWith("logVerbosity (3) is left out"),
            it -> assertThat(it).startsWith("apiConfig is left out"),
            it -> assertThat(it).startsWith("The variable TOKEN comes from elsewhere"),
            it -> assertThat(it).startsWith("The programs are in the image example.com/queue:1."),
            it -> assertThat(it).startsWith("roleRequiresMetricsServer is left out."));
  }

  @Test
  void takesProgramsFromVariablesToo() {
    String manifest =
        CPA
            + """
                - {name: configPath, value: /etc/none.yaml}
                - name: metric
                  value: '{"type": "shell", "timeout": 2500, "shell": {"entrypoint": "cat"}}'
                - name: evaluate
                  value: |
                    type: shell
                    shell: {entrypoint: cat}
            """;
    assertThat(Imports.yaml(Imports.of(folder, manifest)))
        .contains(
            """
              metric:
                type: shell
                timeout: 2500
                shell:
                  entrypoint: cat
              evaluate:
                type: shell
                shell:
                  entrypoint: cat
            """);
  }

  @Test
  void namesThePlaceInTheConfig() {
    Imports.write(folder, "config.yaml", CONFIG.replace("timeout: 2500", "timeout: soon"));

    assertThat(Imports.of(folder, CPA).problems())
        .extracting(PolicyProblem::toString)
        .singleElement()
        .asString()
        .startsWith(
            folder.resolve("config.yaml") + ":3:12 spec.evaluate.timeout: \"soon\" is not a ");
  }

  @Test
  void asksForAConfigThatIsStillInTheImage(@TempDir Path empty) {
    assertThat(Imports.of(empty, CPA).problems())
        .extracting(PolicyProblem::message)
        .contains(
            "There is no config.yaml beside the manifest, and spec.config does not name metric and evaluate. Copy it out of the autoscaler's image.");
    assertThat(Imports.of(empty, CPA).policies()).isEmpty();
  }

  @Test
  void namesABrokenConfig() {
    Imports.write(folder, "config.yaml", "metric: [");

    assertThat(Imports.of(folder, CPA).problems())
        .extracting(PolicyProblem::message)
        .anySatisfy(
            message ->
                assertThat(message)
                    .startsWith(folder.resolve("config.yaml") + ":1:10: The file is not valid"));
  }
}
