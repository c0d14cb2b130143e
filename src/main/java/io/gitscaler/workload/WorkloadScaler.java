package io.gitscaler.workload;

/** Scales targets through their scale subresource. */
public interface WorkloadScaler {
  /** Never throws for what happens outside; that is an outcome. */
  ScaleOutcome scale(ReplicaChange change);
}
