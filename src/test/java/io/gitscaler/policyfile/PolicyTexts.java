package io.gitscaler.policyfile;

import static org.assertj.core.api.Assertions.assertThat;

import io.gitscaler.policy.LoadedPolicies;
import io.gitscaler.policy.PolicyRevision;
import io.gitscaler.policy.ScalingPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Policies to change in tests, and a way to read them. */
final class PolicyTexts {
  static final PolicyRevision REVISION = new PolicyRevision("test", "", null, null);

  static final String METRICS =
      """
      apiVersion: gitscaler.io/v1alpha1
      kind: ScalerPolicy
      metadata:
        name: checkout
        namespace: shop
      spec:
        scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: checkout}
        minReplicas: 2
        maxReplicas: 20
        metrics:
          - type: Resource
            resource:
              name: cpu
              target: {type: Utilization, averageUtilization: 60}
      """;

  static final String PROGRAMS =
      """
      apiVersion: gitscaler.io/v1alpha1
      kind: ScalerPolicy
      metadata: {name: queue, namespace: shop}
      spec:
        scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: queue}
        minReplicas: 1
        metric:
          type: shell
          timeout: 1000
          shell: {entrypoint: python3, command: [metric.py]}
        evaluate:
          type: http
          http:
            method: POST
            url: http://decide.shop/queue
            successCodes: [200]
            parameterMode: body
      """;

  private PolicyTexts() {}

  /** A text with one place changed; fails where the place does not exist. */
  static String edit(String text, String place, String replacement) {
    assertThat(text).contains(place);
    return text.replace(place, replacement);
  }

  /** The text with further lines at its end. */
  static String with(String text, String lines) {
    return text + lines.stripTrailing() + "\n";
  }

  static LoadedPolicies read(Path folder, String file, String text) {
    write(folder, file, text);
    return read(folder);
  }

  static LoadedPolicies read(Path folder) {
    return new PolicyFileReader().read(folder, folder, REVISION);
  }

  /** The only policy of a text that has no problems. */
  static ScalingPolicy policy(Path folder, String text) {
    LoadedPolicies loaded = read(folder, "policy.yaml", text);
    assertThat(loaded.problems()).isEmpty();
    assertThat(loaded.policies()).hasSize(1);
    return loaded.policies().getFirst();
  }

  static void write(Path folder, String file, String text) {
    try {
      Path path = folder.resolve(file);
      Files.createDirectories(path.getParent());
      Files.write(path, text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
