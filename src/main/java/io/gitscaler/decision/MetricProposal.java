package io.gitscaler.decision;

import org.jspecify.annotations.Nullable;

/**
 * What one metric says: its reading against its target and the count that follows, or why there is none.
 *
 * @param type of the metric, such as {@code Resource}
 * @param label what is measured, such as {@code cpu}
 * @param target as in the policy, such as {@code 60%}
 * @param utilization current utilization in percent; null for other targets
 * @param milli the reported reading in thousandths: the mean per pod, or the total; null where unavailable
 * @param ratio reading divided by target, before missing pods were filled in; null where unavailable
 * @param replicas the proposal; null where unavailable
 * @param pods how the pods counted; null for metrics that look at no pods
 * @param failure null where available
 * @param sentence one sentence for people: what was read against what, or what failed and what to do
 */
public record MetricProposal(
    String type,
    String label,
    String target,
    @Nullable Integer utilization,
    @Nullable Long milli,
    @Nullable Double ratio,
    @Nullable Integer replicas,
    @Nullable PodCount pods,
    @Nullable ReasonCode failure,
    String sentence) {
  /** Pods by how they counted. */
  public record PodCount(int ready, int unready, int missing, int ignored) {}

  public boolean available() {
    return replicas != null;
  }
}
