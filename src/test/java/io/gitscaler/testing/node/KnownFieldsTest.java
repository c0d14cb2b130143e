package io.gitscaler.testing.node;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The stand-in for the node starts no Pod that asks for what it does not do. */
class KnownFieldsTest {
  private static final String POD =
      """
      restartPolicy: Never
      containers:
      - name: one
        args: [run]
        securityContext: {readOnlyRootFilesystem: true, allowPrivilegeEscalation: false}
      """;

  private static PodSpec pod(String yaml) {
    return Serialization.unmarshal(yaml, PodSpec.class);
  }

  @Test
  void takesWhatItDoes() {
    assertThatCode(() -> KnownFields.check(pod(POD))).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          hostNetwork: true                                              | spec.hostNetwork
          shareProcessNamespace: true                                    | spec.shareProcessNamespace
          initContainers: [{name: first}]                                | spec.initContainers
          securityContext: {supplementalGroups: [1]}                     | spec.securityContext.supplementalGroups
          volumes: [{name: a, hostPath: {path: /}}]                      | spec.volumes.hostPath
          '  env: [{name: a, valueFrom: {secretKeyRef: {name: b}}}]'     | spec.containers.env.valueFrom.secretKeyRef
          '  envFrom: [{prefix: A_, configMapRef: {name: a}}]'           | spec.containers.envFrom.prefix
          '  lifecycle: {preStop: {exec: {command: [sleep, "1"]}}}'      | spec.containers.lifecycle
          '  livenessProbe: {exec: {command: ["true"]}}'                 | spec.containers.livenessProbe
          '  workingDir: /tmp'                                           | spec.containers.workingDir
          '  startupProbe: {httpGet: {path: /, port: 80}}'               | spec.containers.startupProbe.httpGet
          """)
  void refusesAnythingElse(String more, String named) {
    assertThatThrownBy(() -> KnownFields.check(pod(POD + more + "\n")))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining(named);
  }

  @Test
  void refusesAContainerThatMayMoreThanItDoesHere() {
    assertThatThrownBy(
            () -> KnownFields.check(pod(POD.replace("Filesystem: true", "Filesystem: false"))))
        .hasMessageContaining("one.securityContext");
  }
}
