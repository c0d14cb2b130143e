package io.gitscaler.history;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the installation's last run was.
 *
 * @param policyCommit empty for a plain folder
 * @param lastSummary when the trail was last given a summary; null before the first
 */
public record LastRun(
    String id,
    Instant started,
    Instant finished,
    String policyCommit,
    int policies,
    int scaled,
    int failed,
    @Nullable Instant lastSummary) {}
