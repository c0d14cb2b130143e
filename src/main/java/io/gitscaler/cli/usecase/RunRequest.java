package io.gitscaler.cli.usecase;

import io.gitscaler.policy.Shard;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a run or a plan needs.
 *
 * @param audit never null for a run; a plan writes none
 * @param shard whose policies a run takes; a plan takes all
 * @param deadline after which a run is over, done or not; null for a plan, which takes the time that it takes
 * @param metrics where the run's metrics go; a plan has none
 */
public record RunRequest(
    PolicyPlace policies,
    @Nullable AuditPlace audit,
    ClusterPlace cluster,
    Shard shard,
    ProgramSettings programs,
    Rhythm rhythm,
    @Nullable Duration deadline,
    MetricsPlace metrics) {}
