package io.gitscaler.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.gitscaler.failure.OutsideFailure;
import io.gitscaler.workload.ReplicaChange;
import io.gitscaler.workload.ScaleOutcome;
import io.gitscaler.workload.WorkloadScaler;

/**
 * Sets replicas through the scale subresource of any kind that has one, as field manager {@code gitscaler}.
 *
 * <p>The precondition is the version and the uid that the decision was based on. A version that moved on while the replicas
 * stayed (a status update, a new image) is no reason to give up: the decision still stands, so it is tried again on the new
 * version. Replicas that somebody else changed, and a target that was recreated, are a conflict and stay as they are.
 *
 * <p>A request without an answer may have been carried out. The target is then read, and tells.
 */
public final class ScaleSubresource implements WorkloadScaler {
  private final ApiRequests requests;
  private final ApiDiscovery discovery;

  /** A scaler for one run. */
  public ScaleSubresource(KubernetesClient client) {
    requests = new ApiRequests(client);
    discovery = new ApiDiscovery(requests);
  }

  @Override
  public ScaleOutcome scale(ReplicaChange change) {
    try {
      ResourceKind kind = discovery.resolve(change.workload().target());
      return new ScaleAttempts(requests, kind, change).carryOut();
    } catch (OutsideFailure failure) {
      return new ScaleOutcome.Refused(failure.sentence());
    }
  }
}
