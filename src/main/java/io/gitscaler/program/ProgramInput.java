package io.gitscaler.program;

import io.gitscaler.policy.ReplicaBounds;
import io.gitscaler.policy.TargetRef;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a program is told on stdin or in the request. Documents are JSON objects as the API server gave them. How it is
 * spelled is settled by the wire format of the Custom Pod Autoscaler v2.
 */
public sealed interface ProgramInput {
  RunType runType();

  /**
   * For {@code preMetric}, {@code metric}, {@code postMetric} and {@code command}.
   *
   * @param resource the target, or the pod in a per-pod run
   * @param kubernetesMetrics null where the policy asks for none
   * @param answers what the metric program answered; null before it ran
   */
  record ForMetric(
      String resource,
      @Nullable List<KubernetesMetric> kubernetesMetrics,
      @Nullable List<ResourceValue> answers,
      RunType runType)
      implements ProgramInput {}

  /**
   * For {@code preEvaluate}, {@code evaluate} and {@code postEvaluate}.
   *
   * @param evaluation what the evaluate program answered; null before it ran
   */
  record ForEvaluation(
      List<ResourceValue> metrics, String resource, @Nullable Integer evaluation, RunType runType)
      implements ProgramInput {}

  /**
   * For {@code preScale} and {@code postScale}.
   *
   * @param evaluation the replica count that was asked for, before limits
   * @param targetReplicas the count that is set
   */
  record ForScale(
      int evaluation,
      String resource,
      TargetRef scaleTargetRef,
      String namespace,
      ReplicaBounds bounds,
      int targetReplicas,
      RunType runType)
      implements ProgramInput {}
}
