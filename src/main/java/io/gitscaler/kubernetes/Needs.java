package io.gitscaler.kubernetes;

import io.gitscaler.policy.MetricSpec;
import io.gitscaler.policy.RunMode;
import io.gitscaler.policy.ScalingMethod;
import io.gitscaler.policy.ScalingPolicy;

/** What a policy needs to see of the cluster beside its target's numbers. */
final class Needs {
  private Needs() {}

  /** Pods: for metrics always, because every metric checks whom the pods belong to; for programs only where they are told of pods. */
  static boolean pods(ScalingPolicy policy) {
    return switch (policy.method()) {
      case ScalingMethod.ByMetrics metrics -> true;
      case ScalingMethod.ByPrograms programs ->
          programs.runMode() == RunMode.PER_POD || !programs.kubernetesMetrics().isEmpty();
    };
  }

  /** Pods as whole objects: where a program runs once for each pod. */
  static boolean podDocuments(ScalingPolicy policy) {
    return switch (policy.method()) {
      case ScalingMethod.ByMetrics method ->
          method.metrics().stream()
              .anyMatch(
                  spec ->
                      spec instanceof MetricSpec.Command command
                          && command.runMode() == RunMode.PER_POD);
      case ScalingMethod.ByPrograms programs -> programs.runMode() == RunMode.PER_POD;
    };
  }

  /** The target as a whole object: where any program or hook runs. */
  static boolean targetDocument(ScalingPolicy policy) {
    if (!policy.hooks().isEmpty()) {
      return true;
    }
    return switch (policy.method()) {
      case ScalingMethod.ByMetrics method ->
          method.metrics().stream().anyMatch(spec -> spec instanceof MetricSpec.Command);
      case ScalingMethod.ByPrograms programs -> true;
    };
  }
}
