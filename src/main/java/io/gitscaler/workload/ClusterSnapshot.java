package io.gitscaler.workload;

import io.gitscaler.policy.PolicyId;
import io.gitscaler.policy.ScalingPolicy;
import java.util.List;
import java.util.Optional;

/** One look at the cluster, taken in bulk and joined in memory. Answers cost no request. */
public interface ClusterSnapshot {
  /** The policy's target. */
  Sight<Workload> workload(ScalingPolicy policy);

  /** The pods that the workload's selector matches, whatever their phase, in the order of their names. */
  Sight<List<PodSnapshot>> pods(Workload workload);

  /**
   * Another autoscaler that names the policy's target, such as {@code HorizontalPodAutoscaler checkout}. A look that failed
   * counts as unseen: without knowing the rivals nothing is scaled.
   */
  Sight<Optional<String>> rival(ScalingPolicy policy);

  /**
   * Other policies whose selector matches a pod of this policy's target; scaling both on the same pods would count each pod
   * twice. Empty where the selector is the target's own.
   */
  Sight<List<PolicyId>> sharingPods(ScalingPolicy policy);
}
