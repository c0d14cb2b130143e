package io.gitscaler.decision;

import io.gitscaler.workload.PodSnapshot;
import io.gitscaler.workload.Workload;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The count that follows from one value for the whole target.
 *
 * @param milli the reported reading: the total, or for a mean the total per pod; null where there is no pod to divide by
 * @param ratio null where there is none: a mean without pods
 * @param pods how pods counted; null where they were not looked at
 */
record ValueProposal(
    @Nullable Long milli,
    @Nullable Double ratio,
    int replicas,
    MetricProposal.@Nullable PodCount pods) {
  private static final double LONG_LIMIT = 0x1p63;

  /**
   * For a target of type Value: as many pods as serve now, times the ratio.
   *
   * @param look taken only outside the band
   */
  static ValueProposal ofTotal(
      long usage, long target, Workload workload, Tolerance tolerance, PodLook look)
      throws UnavailableMetric {
    double ratio = (double) usage / (double) target;
    int current = workload.specReplicas();
    if (current == 0) {
      return new ValueProposal(usage, ratio, Exact.replicas(ratio), null);
    }
    if (tolerance.holds(ratio)) {
      return new ValueProposal(usage, ratio, current, null);
    }
    List<PodSnapshot> pods = look.pods();
    int serving = PodGroups.serving(pods);
    double wanted = Math.ceil(ratio * serving);
    // The reference, too, stops at the largest 32-bit number here.
    int replicas = wanted > Integer.MAX_VALUE ? Integer.MAX_VALUE : Exact.replicas(wanted);
    return new ValueProposal(
        usage, ratio, replicas, new MetricProposal.PodCount(serving, pods.size() - serving, 0, 0));
  }

  /**
   * For a target of type AverageValue: the total divided by the target. "Current" is the status count here, and no pod is
   * looked at.
   *
   * @param capped whether a count beyond 32 bits is taken for the largest one, as the reference does for External metrics
   */
  static ValueProposal ofMean(
      long usage, long target, int statusReplicas, Tolerance tolerance, boolean capped)
      throws UnavailableMetric {
    double wanted = (double) usage / (double) target;
    if (statusReplicas == 0) {
      return new ValueProposal(null, null, count(wanted, capped), null);
    }
    double ratio = (double) usage / ((double) target * (double) statusReplicas);
    double mean = Math.ceil((double) usage / (double) statusReplicas);
    long reported = mean >= LONG_LIMIT ? Long.MAX_VALUE : (long) mean;
    int replicas = tolerance.holds(ratio) ? statusReplicas : count(wanted, capped);
    return new ValueProposal(reported, ratio, replicas, null);
  }

  /** A look at the pods of the target; at least one. */
  interface PodLook {
    List<PodSnapshot> pods() throws UnavailableMetric;
  }

  private static int count(double wanted, boolean capped) throws UnavailableMetric {
    return capped && Math.ceil(wanted) > Integer.MAX_VALUE
        ? Integer.MAX_VALUE
        : Exact.replicas(wanted);
  }
}
