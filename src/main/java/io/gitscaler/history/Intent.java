package io.gitscaler.history;

import io.gitscaler.policy.TargetRef;
import java.time.Instant;

/**
 * A scaling that is announced before it is done, so that a run that dies in between leaves a trace.
 *
 * @param run the run that announced it
 * @param target in the namespace of the policy; kept, because the policy may be gone or name another one by then
 * @param uid the target's uid
 * @param resourceVersion the target's version that the decision was based on
 * @param record the record, already spelled, that is to be completed with the outcome
 */
public record Intent(
    String run,
    Instant at,
    TargetRef target,
    String uid,
    String resourceVersion,
    int from,
    int to,
    QueuedRecord record) {}
