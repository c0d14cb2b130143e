package io.gitscaler.decision;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Puts the proposals of several metrics together. */
final class Combination {
  private Combination() {}

  /**
   * The largest proposal. It counts unless a metric is unavailable and the proposal is below the current count: what cannot be
   * read might have asked for more.
   */
  static Recommendation of(List<MetricProposal> proposals, int current, Tolerance tolerance) {
    Integer winner = largest(proposals);
    MetricProposal failed =
        proposals.stream().filter(proposal -> !proposal.available()).findFirst().orElse(null);
    if (winner == null) {
      MetricProposal first = Objects.requireNonNull(failed, "a policy has at least one metric");
      return held(first, first.sentence(), proposals);
    }
    MetricProposal best = proposals.get(winner);
    int wanted = replicas(best);
    if (failed != null && wanted < current) {
      String sentence =
          best.sentence()
              + " would do with "
              + Math.max(0, wanted)
              + ", but not while "
              + failed.sentence();
      return held(failed, sentence, proposals);
    }
    // A reading below zero asks for nothing.
    int asked = Math.max(0, wanted);
    return new Recommendation(
        asked, reason(proposals, asked, current, tolerance), best.sentence(), proposals, winner);
  }

  private static Recommendation held(
      MetricProposal failed, String sentence, List<MetricProposal> proposals) {
    return new Recommendation(
        null, Objects.requireNonNull(failed.failure()), sentence, proposals, null);
  }

  /**
   * The index of the largest proposal; the first of equal ones, but the last of those that follow a zero, as the reference
   * does. Null where all are unavailable.
   */
  static @Nullable Integer largest(List<MetricProposal> proposals) {
    Integer winner = null;
    int best = 0;
    for (int i = 0; i < proposals.size(); i++) {
      Integer replicas = proposals.get(i).replicas();
      if (replicas != null && (winner == null || best == 0 || replicas > best)) {
        best = replicas;
        winner = i;
      }
    }
    return winner;
  }

  private static int replicas(MetricProposal proposal) {
    return Objects.requireNonNull(proposal.replicas());
  }

  private static ReasonCode reason(
      List<MetricProposal> proposals, int asked, int current, Tolerance tolerance) {
    if (asked != current) {
      return asked > current ? ReasonCode.MetricAboveTarget : ReasonCode.MetricsBelowTarget;
    }
    boolean onTarget =
        proposals.stream()
            .map(MetricProposal::ratio)
            .allMatch(ratio -> ratio == null || tolerance.holds(ratio));
    return onTarget && current > 0 ? ReasonCode.WithinTolerance : ReasonCode.ProposalEqualsCurrent;
  }
}
