package io.gitscaler.history;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the installation's last run was, as of its last write of state: a run that dies afterwards leaves it so.
 *
 * @param finished when that write was made
 * @param policyCommit empty for a plain folder, and where the run could not read any policies
 * @param policies how many its last pass dealt with
 * @param failed how many of them failed
 * @param why the failure that it ended with; null where the ending says it all
 * @param lastSummary when the trail was last given a summary; null before the first
 */
public record LastRun(
    String id,
    Instant started,
    Instant finished,
    String policyCommit,
    int policies,
    int failed,
    RunWork work,
    RunEnding ending,
    @Nullable String why,
    @Nullable Instant lastSummary) {}
