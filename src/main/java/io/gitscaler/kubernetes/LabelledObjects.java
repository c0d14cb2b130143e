package io.gitscaler.kubernetes;

import io.gitscaler.policy.LabelSelector;
import io.gitscaler.policy.LabelSelector.Operator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The pods of one namespace, or what is measured of them, to be asked by selector. A selector nearly always fixes the value of
 * some label, so only the objects with that value are looked at: asking for those of every target costs about as much as there
 * are objects.
 */
final class LabelledObjects<T> {
  private final List<T> objects;
  private final Function<T, Map<String, String>> labels;
  private final Map<String, Map<String, List<T>>> byLabel = new ConcurrentHashMap<>();
  private final Map<String, List<T>> answers = new ConcurrentHashMap<>();

  LabelledObjects(List<T> objects, Function<T, Map<String, String>> labels) {
    this.objects = objects;
    this.labels = labels;
  }

  boolean isEmpty() {
    return objects.isEmpty();
  }

  /**
   * The objects that the selector matches, in their order.
   *
   * @throws IllegalArgumentException when the text is no selector
   */
  List<T> matching(String selector) {
    return answers.computeIfAbsent(
        selector,
        text -> {
          LabelSelector parsed = LabelSelector.parse(text);
          return candidates(parsed).stream()
              .filter(object -> parsed.matches(labels.apply(object)))
              .toList();
        });
  }

  private List<T> candidates(LabelSelector selector) {
    List<T> fewest = objects;
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

  private List<T> fewer(List<T> best, String key, String value) {
    List<T> with = byLabel.computeIfAbsent(key, this::index).getOrDefault(value, List.of());
    return with.size() < best.size() ? with : best;
  }

  private Map<String, List<T>> index(String key) {
    Map<String, List<T>> index = new HashMap<>();
    for (T object : objects) {
      String value = labels.apply(object).get(key);
      if (value != null) {
        index.computeIfAbsent(value, absent -> new ArrayList<>()).add(object);
      }
    }
    return index;
  }
}
