package io.gitscaler.decision;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The count that follows from readings of single pods.
 *
 * <p>Pods without a reading are assumed to work against the change: at their target (or request) where the others are below
 * target, at nothing where they are above. What was assumed may weaken a change, never turn it round.
 *
 * @param current the target's spec count
 */
record PodProposal(int current, PodTarget target, Tolerance tolerance) {
  /**
   * The proposal.
   *
   * @param values readings in milli-units by pod name, without those of unready and ignored pods; at least one
   * @param usage of those readings
   */
  int replicas(Map<String, Long> values, PodTarget.Usage usage, PodGroups groups)
      throws UnavailableMetric {
    double ratio = usage.ratio();
    boolean unreadyCount = !groups.unready().isEmpty() && ratio > 1.0;
    if (groups.missing().isEmpty() && !unreadyCount) {
      // No look at the direction here: with a surge of pods the count may grow below target, as in
      // the reference.
      return tolerance.holds(ratio) ? current : Exact.replicas(ratio * groups.ready());
    }
    Map<String, Long> filled = filled(values, ratio, groups, unreadyCount);
    double filledRatio = target.usage(filled).ratio();
    if (tolerance.holds(filledRatio)
        || (ratio < 1.0 && filledRatio > 1.0)
        || (ratio > 1.0 && filledRatio < 1.0)) {
      return current;
    }
    int wanted = Exact.replicas(filledRatio * filled.size());
    boolean reversed =
        (filledRatio < 1.0 && wanted > current) || (filledRatio > 1.0 && wanted < current);
    return reversed ? current : wanted;
  }

  private Map<String, Long> filled(
      Map<String, Long> values, double ratio, PodGroups groups, boolean unreadyCount)
      throws UnavailableMetric {
    Map<String, Long> filled = new LinkedHashMap<>(values);
    for (String pod : groups.missing()) {
      if (ratio < 1.0) {
        filled.put(pod, target.assumedHigh(pod));
      } else if (ratio > 1.0) {
        filled.put(pod, 0L);
      }
    }
    if (unreadyCount) {
      groups.unready().forEach(pod -> filled.put(pod, 0L));
    }
    return filled;
  }
}
