package io.gitscaler.statefile;

import io.gitscaler.decision.MetricProposal;
import io.gitscaler.decision.MetricProposal.PodCount;
import io.gitscaler.decision.ReasonCode;
import org.jspecify.annotations.Nullable;

/**
 * What one metric said, as records spell it.
 *
 * @param utilization percent
 * @param milli the reading in thousandths
 * @param replicas the proposal; absent where there is none
 * @param failure a reason code; absent where the metric was available
 */
record ReadingDocument(
    String type,
    String metric,
    String target,
    @Nullable Integer utilization,
    @Nullable Long milli,
    @Nullable Double ratio,
    @Nullable Integer replicas,
    @Nullable PodCount pods,
    @Nullable String failure,
    String sentence) {
  static ReadingDocument of(MetricProposal proposal, Caps caps) {
    Double ratio = proposal.ratio();
    ReasonCode failure = proposal.failure();
    return new ReadingDocument(
        proposal.type(),
        proposal.label(),
        proposal.target(),
        proposal.utilization(),
        proposal.milli(),
        ratio == null || !Double.isFinite(ratio) ? null : ratio,
        proposal.replicas(),
        proposal.pods(),
        failure == null ? null : failure.name(),
        Text.upTo(caps.sentence(), proposal.sentence()));
  }

  MetricProposal proposal() {
    return new MetricProposal(
        type,
        metric,
        target,
        utilization,
        milli,
        ratio,
        replicas,
        pods,
        failure == null ? null : ReasonCode.valueOf(failure),
        sentence);
  }
}
