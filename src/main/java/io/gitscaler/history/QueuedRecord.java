package io.gitscaler.history;

import io.gitscaler.policy.PolicyId;
import java.time.Instant;

/**
 * A record that is spelled and waits for the trail. What is queued is what will be in Git, to the letter.
 *
 * @param id unique over all runs; a record that the remote already holds is recognised by it
 * @param kind what a commit's subject counts
 * @param headline one line for the commit's body: {@code shop/checkout 3 -> 5: cpu 82% of 60%}
 * @param policyCommit commit of the policies, or empty for a plain folder
 * @param line the record as one line of JSON, without the line break
 */
public record QueuedRecord(
    String id,
    PolicyId policy,
    Instant at,
    RecordKind kind,
    String headline,
    String policyCommit,
    String line) {}
