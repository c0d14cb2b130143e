package io.gitscaler.kubernetes;

import io.gitscaler.policy.LabelSelector;
import io.gitscaler.policy.LabelSelector.Operator;
import io.gitscaler.workload.PodSnapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The pods of one namespace, to be asked by selector. A selector nearly always fixes the value of some label, so only the pods
 * with that value are looked at: asking for the pods of every target costs about as much as there are pods.
 */
final class NamespacePods {
  private final List<PodSnapshot> pods;
  private final Map<String, Map<String, List<PodSnapshot>>> byLabel = new ConcurrentHashMap<>();
  private final Map<String, List<PodSnapshot>> answers = new ConcurrentHashMap<>();

  /** Takes the pods in the order of their names. */
  NamespacePods(List<PodSnapshot> pods) {
    this.pods = pods;
  }

  /**
   * The pods that the selector matches, in the order of their names.
   *
   * @throws IllegalArgumentException when the text is no selector
   */
  List<PodSnapshot> matching(String selector) {
    return answers.computeIfAbsent(
        selector,
        text -> {
          LabelSelector parsed = LabelSelector.parse(text);
          return candidates(parsed).stream().filter(pod -> parsed.matches(pod.labels())).toList();
        });
  }

  private List<PodSnapshot> candidates(LabelSelector selector) {
    List<PodSnapshot> fewest = pods;
    for (Map.Entry<String, String> label : selector.matchLabels().entrySet()) {
      fewest = fewer(fewest, label.getKey(), label.getValue());
    }
    for (LabelSelector.Requirement one : selector.matchExpressions()) {
      if (one.operator() == Operator.IN && one.values().size() == 1) {
        fewest = fewer(fewest, one.key(), one.values().getFirst());
      }
    }
    return fewest;
  }

  private List<PodSnapshot> fewer(List<PodSnapshot> best, String key, String value) {
    List<PodSnapshot> with =
        byLabel.computeIfAbsent(key, this::index).getOrDefault(value, List.of());
    return with.size() < best.size() ? with : best;
  }

  private Map<String, List<PodSnapshot>> index(String key) {
    Map<String, List<PodSnapshot>> index = new HashMap<>();
    for (PodSnapshot pod : pods) {
      String value = pod.labels().get(key);
      if (value != null) {
        index.computeIfAbsent(value, absent -> new ArrayList<>()).add(pod);
      }
    }
    return index;
  }
}
