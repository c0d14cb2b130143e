package io.gitscaler.audit;

import io.gitscaler.decision.ReasonCode;

/**
 * Where and why a policy went no further in a pass. Its target keeps its replicas.
 *
 * @param sentence where, what, what to do
 */
public record Stop(Step step, ReasonCode reason, String sentence) {}
