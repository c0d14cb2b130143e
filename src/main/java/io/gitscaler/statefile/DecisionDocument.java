package io.gitscaler.statefile;

import io.gitscaler.decision.Finding;
import io.gitscaler.decision.MetricProposal;
import io.gitscaler.decision.ReasonCode;
import io.gitscaler.decision.Recommendation;
import io.gitscaler.decision.ScalingDecision;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A decision as records spell it.
 *
 * @param recommended the raw recommendation that went into the history
 */
record DecisionDocument(
    int from, int to, String reason, String sentence, @Nullable Integer recommended) {
  /** What the readings, or the evaluate program, asked for. */
  record RecommendationDocument(
      @Nullable Integer replicas, String reason, String sentence, @Nullable Integer winner) {
    static @Nullable RecommendationDocument of(@Nullable Recommendation asked, Caps caps) {
      return asked == null
          ? null
          : new RecommendationDocument(
              asked.replicas(),
              asked.reason().name(),
              Text.upTo(caps.sentence(), asked.sentence()),
              asked.winner());
    }

    Recommendation recommendation(List<MetricProposal> proposals) {
      return new Recommendation(replicas, ReasonCode.valueOf(reason), sentence, proposals, winner);
    }
  }

  /** One limit. */
  record FindingDocument(String code, int before, int after, String sentence) {
    static FindingDocument of(Finding finding, Caps caps) {
      return new FindingDocument(
          finding.code().name(),
          finding.before(),
          finding.after(),
          Text.upTo(caps.sentence(), finding.sentence()));
    }

    Finding finding() {
      return new Finding(ReasonCode.valueOf(code), before, after, sentence);
    }
  }

  static @Nullable DecisionDocument of(@Nullable ScalingDecision decision, Caps caps) {
    return decision == null
        ? null
        : new DecisionDocument(
            decision.from(),
            decision.to(),
            decision.reason().name(),
            Text.upTo(caps.sentence(), decision.sentence()),
            decision.recommended());
  }

  ScalingDecision decision(List<Finding> findings) {
    return new ScalingDecision(
        from, to, ReasonCode.valueOf(reason), sentence, findings, recommended);
  }
}
