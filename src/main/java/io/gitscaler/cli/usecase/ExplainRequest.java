package io.gitscaler.cli.usecase;

import io.gitscaler.policy.PolicyId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which decision to tell.
 *
 * @param at the last record of the trail at or before this instant; null for the last decision and the last scaling
 * @param audit null where no trail was named; then only state is asked; never null together with {@code at}
 */
public record ExplainRequest(
    PolicyId policy, @Nullable Instant at, @Nullable AuditPlace audit, ClusterPlace cluster) {}
