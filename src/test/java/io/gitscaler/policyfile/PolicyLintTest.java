package io.gitscaler.policyfile;

import static org.assertj.core.api.Assertions.assertThat;

import io.gitscaler.policy.LoadedPolicies;
import io.gitscaler.policy.PolicyProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Valid policies that most likely do not do what they say. */
class PolicyLintTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private static final String DEPLOYMENT =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: checkout, namespace: shop}
      spec:
        template:
          spec:
            initContainers:
              - {name: set-up}
              - {name: proxy, restartPolicy: Always, resources: {requests: {cpu: 10m}}}
            containers:
              - {name: app, resources: {requests: {cpu: 100m}, limits: {memory: 1Gi}}}
      """;

  @TempDir private Path folder;

  private List<String> warnings(Duration gap, String policy) {
    PolicyTexts.write(folder, "policy.yaml", policy);
    PolicyLint.Linted linted = PolicyLint.check(List.of(folder), gap);
    assertThat(linted.loaded().problems()).isEmpty();
    assertThat(linted.loaded().policies()).isNotEmpty();
    return linted.warnings().stream()
        .map(PolicyProblem::asWarning)
        .map(text -> text.replace(folder + "/", ""))
        .toList();
  }

  @Test
  void readsAFileOnceThatIsNamedTwiceOrLiesInANamedFolder() {
    PolicyTexts.write(folder, "policy.yaml", PolicyTexts.METRICS);
    Path file = folder.resolve("policy.yaml");
    Path roundabout = folder.resolve("../" + folder.getFileName() + "/policy.yaml");

    LoadedPolicies loaded =
        PolicyLint.check(List.of(folder, file, file, roundabout), MINUTE).loaded();

    assertThat(loaded.problems()).isEmpty();
    assertThat(loaded.policies()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ./gone.sh  | There is no such file beside the policy.
          ./plain.sh | The file is not executable.
          ./folder   | This is not a file.
          plain.sh   | A name without a slash is looked for on the PATH, and not beside the policy. Write ./plain.sh
          ./dos.sh   | The file has the line ends of Windows
          """)
  void warnsOfAnEntrypointThatCannotBeStarted(String entrypoint, String warning)
      throws IOException {
    programs();

    assertThat(warnings(MINUTE, startedBy(entrypoint)))
        .singleElement()
        .asString()
        .startsWith("policy.yaml:")
        .contains("spec.metric.shell.entrypoint: warning: " + warning);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"./right.sh", "python3", "/opt/elsewhere/program", "linked.sh/../right.sh"})
  void saysNothingOfAnEntrypointThatCanBeStartedOrLiesElsewhere(String entrypoint)
      throws IOException {
    programs();
    Files.createDirectory(folder.resolve("linked.sh"));

    assertThat(warnings(MINUTE, startedBy(entrypoint))).isEmpty();
  }

  private static String startedBy(String entrypoint) {
    return PolicyTexts.PROGRAMS.replaceFirst("entrypoint: [^,}\\n]+", "entrypoint: " + entrypoint);
  }

  private void programs() throws IOException {
    Files.writeString(folder.resolve("plain.sh"), "#!/bin/sh\n");
    Files.createDirectory(folder.resolve("folder"));
    for (String name : List.of("right.sh", "dos.sh")) {
      Path file =
          Files.writeString(
              folder.resolve(name), "#!/bin/sh" + (name.startsWith("dos") ? "\r\n" : "\n"));
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  private static String behavior(String fields) {
    return PolicyTexts.with(PolicyTexts.METRICS, "  behavior: " + fields);
  }

  @Test
  void hasNothingToSayOfASimplePolicy() {
    assertThat(warnings(MINUTE, PolicyTexts.METRICS)).isEmpty();
    assertThat(warnings(MINUTE, PolicyTexts.PROGRAMS)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          scaleUp: {stabilizationWindowSeconds: 30, policies: [{type: Pods, value: 4, periodSeconds: 60}]} | 15:52 spec.behavior.scaleUp.stabilizationWindowSeconds: warning: The window of 30 s is shorter than the 1 min between two evaluations, so nothing of before is held against what is asked for after it.
          scaleUp: {policies: [{type: Pods, value: 4, periodSeconds: 15}]} | 15:73 spec.behavior.scaleUp.policies[0].periodSeconds: warning: 15 seconds are shorter than the 1 min between two evaluations, so 4 pods are the limit for all of that time
          scaleUp: {policies: [{type: Percent, value: 100, periodSeconds: 59}]} | 15:78 spec.behavior.scaleUp.policies[0].periodSeconds: warning: 59 seconds are shorter than the 1 min between two evaluations, so 100 percent are the limit
          scaleDown: {policies: [{type: Percent, value: 10, periodSeconds: 15}]}, scaleUp: {selectPolicy: Disabled} | 15:79 spec.behavior.scaleDown.policies[0].periodSeconds: warning: 15 seconds are shorter
          scaleDown: {stabilizationWindowSeconds: 59} , scaleUp: {selectPolicy: Disabled} | 15:54 spec.behavior.scaleDown.stabilizationWindowSeconds: warning: The window of 59 s is shorter
          scaleDown: {stabilizationWindowSeconds: 300} | 15:13 spec.behavior: warning: The default rates for scaling out, 4 pods or 100 percent in 15 seconds, count for all of the 1 min
          """)
  void warnsOfWhatIsOverBeforeTheNextEvaluation(String fields, String warning) {
    assertThat(warnings(MINUTE, behavior("{" + fields + "}")))
        .singleElement()
        .asString()
        .startsWith("policy.yaml:" + warning)
        .endsWith(
            fields.startsWith("scaleDown: {stabilizationWindowSeconds: 300}")
                ? "This is said for the first such policy only."
                : "evaluate more often and tell lint so with --passes and --interval.");
    assertThat(warnings(Duration.ofSeconds(15), behavior("{" + fields + "}"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "scaleUp: {stabilizationWindowSeconds: 0, policies: [{type: Pods, value: 4, periodSeconds: 60}]}",
        "scaleUp: {stabilizationWindowSeconds: 60, policies: [{type: Pods, value: 4, periodSeconds: 60}]}",
        "scaleUp: {selectPolicy: Disabled, policies: [{type: Pods, value: 4, periodSeconds: 15}]}",
        "scaleUp: {selectPolicy: Disabled}, scaleDown: {policies: [{type: Percent, value: 100, periodSeconds: 15}]}",
      })
  void isSilentWhereNothingIsLost(String fields) {
    assertThat(warnings(MINUTE, behavior("{" + fields + "}"))).isEmpty();
  }

  @Test
  void warnsOfADownscaleStabilizationOnlyWhereItCounts() {
    String policy = PolicyTexts.with(PolicyTexts.METRICS, "  downscaleStabilization: 30s");

    assertThat(warnings(MINUTE, policy))
        .singleElement()
        .asString()
        .startsWith("policy.yaml:15:27 spec.downscaleStabilization: warning: The window of 30 s ");
    assertThat(
            warnings(
                MINUTE,
                PolicyTexts.with(
                    policy,
                    "  behavior: {scaleUp: {selectPolicy: Disabled}, scaleDown: {stabilizationWindowSeconds: 90}}")))
        .isEmpty();
  }

  @Test
  void mentionsTheDefaultRatesOnce() {
    String second =
        PolicyTexts.edit(behavior("{}"), "name: checkout", "name: cart")
            .replace("name: checkout}", "name: cart}");

    assertThat(warnings(MINUTE, behavior("{}") + "---\n" + second)).hasSize(1);
  }

  @Test
  void warnsOfBoundsThatLeaveNothingToDecide() {
    assertThat(
            warnings(
                MINUTE, PolicyTexts.edit(PolicyTexts.METRICS, "minReplicas: 2", "minReplicas: 20")))
        .containsExactly(
            "policy.yaml:9:16 spec.maxReplicas: warning: minReplicas and maxReplicas are both 20, so the target never scales. Raise maxReplicas, or use pause to hold the target.");
    assertThat(
            warnings(
                MINUTE,
                PolicyTexts.edit(PolicyTexts.PROGRAMS, "minReplicas: 1", "minReplicas: 10")))
        .singleElement()
        .asString()
        .startsWith("policy.yaml:6:16 spec.minReplicas: warning: ");
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      textBlock =
          """
          {requests: {cpu: 100m}, limits: {memory: 1Gi}} | {requests: {cpu: 100m}, limits: {memory: 1Gi}} | none
          {requests: {cpu: 100m}, limits: {memory: 1Gi}} | {limits: {cpu: 1}}                             | none
          {requests: {cpu: 100m}, limits: {memory: 1Gi}} | {limits: {memory: 1Gi}}                        | app
          {requests: {cpu: 10m}}                         | {requests: {memory: 1Gi}}                      | proxy
          """)
  void warnsOfAPercentageWithoutARequest(String original, String changed, String container) {
    PolicyTexts.write(folder, "deployment.yaml", PolicyTexts.edit(DEPLOYMENT, original, changed));

    List<String> warnings = warnings(MINUTE, PolicyTexts.METRICS);

    if (container == null) {
      assertThat(warnings).isEmpty();
    } else {
      assertThat(warnings)
          .containsExactly(
              "policy.yaml:14:57 spec.metrics[0].resource.target.averageUtilization: warning: The manifest at deployment.yaml:1 has no request of cpu for %s, and a percentage needs one. Add resources.requests.cpu there unless a LimitRange does, or write a target of type AverageValue."
                  .formatted(container));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          namespace: shop}    | namespace: other}
          name: checkout,     | name: cart,
          kind: Deployment    | kind: StatefulSet
          apiVersion: apps/v1 | apiVersion: example.com/v1
          """)
  void looksAtTheTargetOnly(String original, String changed) {
    String without = PolicyTexts.edit(DEPLOYMENT, "{cpu: 100m}", "{}");
    PolicyTexts.write(folder, "deployment.yaml", PolicyTexts.edit(without, original, changed));

    assertThat(warnings(MINUTE, PolicyTexts.METRICS)).isEmpty();
  }

  @Test
  void takesAManifestWithoutNamespaceWhereItIsTheOnlyOne() {
    String without =
        PolicyTexts.edit(
            PolicyTexts.edit(DEPLOYMENT, "{cpu: 100m}", "{}"), ", namespace: shop", "");
    PolicyTexts.write(folder, "a.yaml", without);
    assertThat(warnings(MINUTE, PolicyTexts.METRICS)).hasSize(1);

    PolicyTexts.write(folder, "b.yaml", without);
    assertThat(warnings(MINUTE, PolicyTexts.METRICS)).isEmpty();
  }

  @Test
  void acceptsRequestsOfThePodAndLooksAtTheNamedContainerOnly() {
    String without = PolicyTexts.edit(DEPLOYMENT, "{cpu: 100m}", "{}");
    PolicyTexts.write(
        folder,
        "deployment.yaml",
        PolicyTexts.edit(
            without,
            "      initContainers:",
            "      resources: {requests: {cpu: 1}}\n      initContainers:"));
    assertThat(warnings(MINUTE, PolicyTexts.METRICS)).isEmpty();

    PolicyTexts.write(folder, "deployment.yaml", without);
    String container =
        """
            - type: ContainerResource
              containerResource:
                name: cpu
                container: NAME
                target: {type: Utilization, averageUtilization: 60}
        """;
    String policy =
        PolicyTexts.METRICS.substring(0, PolicyTexts.METRICS.indexOf("    - type")) + container;
    assertThat(warnings(MINUTE, policy.replace("NAME", "app"))).hasSize(1);
    assertThat(warnings(MINUTE, policy.replace("NAME", "proxy"))).isEmpty();
  }
}
