package io.gitscaler.cli.usecase;

import io.gitscaler.policy.MetricTarget;
import io.gitscaler.policy.PolicyId;
import io.gitscaler.policy.TargetRef;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What {@code kubectl autoscale} is asked.
 *
 * @param minReplicas null for the default
 * @param goals what to hold of each resource; empty for the default
 */
public record AutoscaleRequest(
    PolicyId id,
    TargetRef target,
    @Nullable Integer minReplicas,
    int maxReplicas,
    SortedMap<String, MetricTarget> goals) {}
