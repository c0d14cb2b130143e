package io.gitscaler.audit;

import io.gitscaler.policy.PolicyRevision;

/**
 * What all records of a run share.
 *
 * @param run the run's id
 * @param cluster the cluster's name as the operator gave it; may be empty
 */
public record RunFacts(String run, String cluster, PolicyRevision revision) {}
