package io.gitscaler.exposition;

import io.gitscaler.history.StoredState;
import io.gitscaler.policy.Shard;
import io.gitscaler.reconcile.RunReport;
import java.time.Duration;
import java.util.Map;

/**
 * What is known once a run is over.
 *
 * @param installation {@code NAMESPACE/STATE-NAME}, which tells installations apart
 * @param shard which shard's run it was; the whole where all policies are one run's
 * @param state as it was last read or written
 * @param steps how long the run was at what, by the words of its progress
 */
public record FinishedRun(
    String installation,
    Shard shard,
    RunReport report,
    StoredState state,
    Map<String, Duration> steps) {}
