package io.gitscaler.cli.usecase;

import io.gitscaler.policy.PolicyId;
import io.gitscaler.policy.TargetRef;
import org.jspecify.annotations.Nullable;

/**
 * What {@code kubectl autoscale} is asked.
 *
 * @param minReplicas null for the default
 * @param cpuPercent null for the default
 */
public record AutoscaleRequest(
    PolicyId id,
    TargetRef target,
    @Nullable Integer minReplicas,
    int maxReplicas,
    @Nullable Integer cpuPercent) {}
