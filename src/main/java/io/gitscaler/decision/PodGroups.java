package io.gitscaler.decision;

import io.gitscaler.metric.Measurement.PodValue;
import io.gitscaler.policy.PodReadiness;
import io.gitscaler.workload.PodSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Pods by how their readings count.
 *
 * @param ready number of pods whose reading counts
 * @param unready pending pods and, for cpu, pods that are too young for their reading to tell anything
 * @param missing running pods without a reading
 * @param ignored pods that have failed or are on their way out
 * @see <a href="https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#algorithm-details">the HPA's
 *     algorithm</a>
 */
record PodGroups(int ready, Set<String> unready, Set<String> missing, Set<String> ignored) {
  /**
   * Puts every pod into one group.
   *
   * @param cpu whether the reading is cpu, the one for which readiness matters
   */
  static PodGroups of(
      List<PodSnapshot> pods,
      Map<String, PodValue> values,
      boolean cpu,
      PodReadiness readiness,
      Instant now) {
    int ready = 0;
    Set<String> unready = new TreeSet<>();
    Set<String> missing = new TreeSet<>();
    Set<String> ignored = new TreeSet<>();
    for (PodSnapshot pod : pods) {
      PodValue value = values.get(pod.name());
      if (pod.terminating() || pod.phase().equals("Failed")) {
        ignored.add(pod.name());
      } else if (pod.phase().equals("Pending")) {
        unready.add(pod.name());
      } else if (value == null) {
        missing.add(pod.name());
      } else if (cpu && tooYoung(pod, value, readiness, now)) {
        unready.add(pod.name());
      } else {
        ready++;
      }
    }
    return new PodGroups(ready, unready, missing, ignored);
  }

  /** Number of pods that serve: running and ready. Pods on their way out count for as long as they are both. */
  static int serving(List<PodSnapshot> pods) {
    return (int)
        pods.stream()
            .filter(pod -> pod.phase().equals("Running") && hasStatus(pod.ready(), "True"))
            .count();
  }

  MetricProposal.PodCount count() {
    return new MetricProposal.PodCount(ready, unready.size(), missing.size(), ignored.size());
  }

  private static boolean tooYoung(
      PodSnapshot pod, PodValue value, PodReadiness readiness, Instant now) {
    PodSnapshot.ReadyCondition condition = pod.ready();
    Instant start = pod.startTime();
    if (condition == null || start == null) {
      return true;
    }
    Instant changed = condition.lastTransition() == null ? Instant.MIN : condition.lastTransition();
    boolean notReady = hasStatus(condition, "False");
    if (start.plus(readiness.cpuInitializationPeriod()).isAfter(now)) {
      return notReady || !coversWindow(value.timestamp(), changed, value.window());
    }
    return notReady && start.plus(readiness.initialReadinessDelay()).isAfter(changed);
  }

  /** Whether a full window lies between the change and the reading. */
  private static boolean coversWindow(Instant read, Instant changed, Duration window) {
    return changed.equals(Instant.MIN) || !read.isBefore(changed.plus(window));
  }

  private static boolean hasStatus(PodSnapshot.@Nullable ReadyCondition condition, String status) {
    return condition != null && condition.status().equals(status);
  }
}
