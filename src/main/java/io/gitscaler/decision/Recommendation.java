package io.gitscaler.decision;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the measurements, or the evaluate program, ask for before any limit.
 *
 * @param replicas 0 or more; null where nothing can be asked for, and the target is held
 * @param reason why this count, or why there is none
 * @param sentence the reason in plain words
 * @param proposals what each metric said, in the policy's order; empty with programs
 * @param winner index of the metric that decided; null where none did
 */
public record Recommendation(
    @Nullable Integer replicas,
    ReasonCode reason,
    String sentence,
    List<MetricProposal> proposals,
    @Nullable Integer winner) {
  public Recommendation {
    proposals = List.copyOf(proposals);
  }
}
