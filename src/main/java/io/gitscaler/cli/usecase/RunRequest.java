package io.gitscaler.cli.usecase;

import org.jspecify.annotations.Nullable;

/**
 * What a run or a plan needs.
 *
 * @param audit never null for a run; a plan writes none
 */
public record RunRequest(
    PolicyPlace policies,
    @Nullable AuditPlace audit,
    ClusterPlace cluster,
    ProgramSettings programs,
    Rhythm rhythm) {}
