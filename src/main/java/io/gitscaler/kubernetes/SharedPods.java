package io.gitscaler.kubernetes;

import io.gitscaler.policy.PolicyId;
import io.gitscaler.workload.PodSnapshot;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which policies of a namespace have pods in common. What counts are the pods that exist, not the selectors' texts, as in the
 * HorizontalPodAutoscaler. Each pod knows the distinct selectors that match it, which is nearly always one.
 */
final class SharedPods {
  private final LabelledObjects<PodSnapshot> pods;
  private final Map<String, List<PolicyId>> bySelector = new TreeMap<>();
  private final IdentityHashMap<PodSnapshot, List<String>> selectors = new IdentityHashMap<>();

  /**
   * Finds out for all policies of a namespace at once.
   *
   * @param policies selector of each policy's target; only selectors that can be read
   */
  SharedPods(LabelledObjects<PodSnapshot> pods, Map<PolicyId, String> policies) {
    this.pods = pods;
    policies.forEach(
        (policy, selector) ->
            bySelector.computeIfAbsent(selector, absent -> new ArrayList<>()).add(policy));
    for (String selector : bySelector.keySet()) {
      for (PodSnapshot pod : pods.matching(selector)) {
        selectors.computeIfAbsent(pod, absent -> new ArrayList<>(1)).add(selector);
      }
    }
  }

  /** The other policies that match a pod which this selector matches, in order. */
  List<PolicyId> others(PolicyId policy, String selector) {
    Set<String> meeting = new TreeSet<>();
    for (PodSnapshot pod : pods.matching(selector)) {
      meeting.addAll(selectors.getOrDefault(pod, List.of()));
    }
    return meeting.stream()
        .flatMap(one -> bySelector.getOrDefault(one, List.of()).stream())
        .filter(one -> !one.equals(policy))
        .sorted()
        .toList();
  }
}
