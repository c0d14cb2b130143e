package io.gitscaler.audit;

import io.gitscaler.decision.MetricProposal;
import io.gitscaler.decision.Recommendation;
import io.gitscaler.program.ProgramRun;
import java.util.List;

/** What was measured, in words: a line for each metric, or else for each program that answered or failed. */
public final class Readings {
  private Readings() {}

  /** The lines in the order in which they were measured. */
  public static List<String> of(PolicyResult result) {
    Recommendation recommendation = result.recommendation();
    if (recommendation != null && !recommendation.proposals().isEmpty()) {
      return recommendation.proposals().stream().map(Readings::line).toList();
    }
    return result.programs().stream()
        .filter(run -> !run.step().isHook() || run.failure() != null)
        .map(Readings::line)
        .toList();
  }

  private static String line(MetricProposal proposal) {
    return proposal.replicas() == null
        ? proposal.sentence()
        : proposal.sentence() + ", which asks for " + proposal.replicas();
  }

  private static String line(ProgramRun run) {
    return run.step().field()
        + " of "
        + run.resource()
        + ": "
        + (run.failure() == null ? run.answer() : run.failure());
  }
}
