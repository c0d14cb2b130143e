package io.gitscaler.cli;

import io.gitscaler.audit.PolicyResult;
import io.gitscaler.cli.usecase.DecisionStory;
import io.gitscaler.cli.usecase.DecisionStory.Asked;
import io.gitscaler.cli.usecase.DecisionStory.Limit;
import io.gitscaler.cli.usecase.DecisionStory.Source;
import io.gitscaler.cli.usecase.DecisionStory.Verdict;
import io.gitscaler.decision.MetricProposal;
import io.gitscaler.decision.ReasonCode;
import io.gitscaler.decision.Recommendation;
import io.gitscaler.decision.ScalingDecision;
import io.gitscaler.program.ProgramRun;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells a result that was just made as the story that is told of old ones, too. */
final class Stories {
  private Stories() {}

  static DecisionStory of(PolicyResult result) {
    ReasonCode reason = Words.reason(result);
    return new DecisionStory(
        result.at(),
        readings(result),
        asked(result.recommendation()),
        limits(result.decision()),
        new Verdict(
            Words.from(result),
            Words.to(result),
            reason == null ? "" : reason.name(),
            Words.sentence(result),
            Words.outcome(result)),
        new Source(
            "",
            "",
            result.policy().target().toString(),
            "",
            result.policy().origin().file() + ":" + result.policy().origin().line()));
  }

  private static List<String> readings(PolicyResult result) {
    Recommendation recommendation = result.recommendation();
    if (recommendation != null && !recommendation.proposals().isEmpty()) {
      return recommendation.proposals().stream().map(Stories::reading).toList();
    }
    return result.programs().stream().map(Stories::reading).toList();
  }

  private static String reading(MetricProposal proposal) {
    return proposal.replicas() == null
        ? proposal.sentence()
        : proposal.sentence() + ", which asks for " + proposal.replicas();
  }

  private static String reading(ProgramRun run) {
    return run.step().field()
        + " of "
        + run.resource()
        + ": "
        + (run.failure() == null ? run.answer() : run.failure());
  }

  private static @Nullable Asked asked(@Nullable Recommendation recommendation) {
    if (recommendation == null || recommendation.replicas() == null) {
      return null;
    }
    Integer winner = recommendation.winner();
    String by = winner == null ? "" : recommendation.proposals().get(winner).label();
    return new Asked(recommendation.replicas(), by, recommendation.sentence());
  }

  private static List<Limit> limits(@Nullable ScalingDecision decision) {
    return decision == null
        ? List.of()
        : decision.findings().stream()
            .map(
                finding ->
                    new Limit(
                        finding.code().name(),
                        finding.before(),
                        finding.after(),
                        finding.sentence()))
            .toList();
  }
}
