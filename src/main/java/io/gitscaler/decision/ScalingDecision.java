package io.gitscaler.decision;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The count after every limit.
 *
 * @param from the target's spec count
 * @param to the count to set; equal to {@code from} where nothing is to be done
 * @param reason the one reason that explains the result best
 * @param sentence the reason in plain words: {@code cpu 82% of 60%}
 * @param findings every limit that was looked at, in order
 * @param recommended what was asked for and belongs into the history: the raw recommendation, or a pause's count; null where nothing
 *     was
 */
public record ScalingDecision(
    int from,
    int to,
    ReasonCode reason,
    String sentence,
    List<Finding> findings,
    @Nullable Integer recommended) {
  public ScalingDecision {
    findings = List.copyOf(findings);
  }

  public boolean changes() {
    return from != to;
  }
}
