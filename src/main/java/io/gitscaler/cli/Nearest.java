package io.gitscaler.cli;

import io.gitscaler.failure.EditDistance;
import java.util.Comparator;
import java.util.List;

/** Finds what was probably meant. */
final class Nearest {
  private Nearest() {}

  /** The names with the fewest single-letter edits between them and the given one, nearest first. */
  static List<String> to(String name, List<String> names, int count) {
    return names.stream()
        .sorted(Comparator.comparingInt((String other) -> EditDistance.between(name, other)))
        .limit(count)
        .toList();
  }

  /** The nearest name, and others as near; none where nothing is near enough to have been meant. */
  static List<String> likely(String name, List<String> names) {
    int least = names.stream().mapToInt(other -> EditDistance.between(name, other)).min().orElse(0);
    if (least > Math.max(1, name.length() / 3 + 1)) {
      return List.of();
    }
    return names.stream()
        .filter(other -> EditDistance.between(name, other) == least)
        .sorted()
        .toList();
  }
}
