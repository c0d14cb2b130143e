package io.gitscaler.workload;

import io.gitscaler.policy.PolicyId;

/**
 * A change that was decided.
 *
 * @param workload what the decision was based on; its uid and its replica count are the precondition
 * @param sentence why, for the Event on the target
 */
public record ReplicaChange(PolicyId policy, Workload workload, int to, String sentence) {
  public int from() {
    return workload.specReplicas();
  }
}
