package io.gitscaler.cli;

import java.util.Comparator;
import java.util.List;

/** Finds what was probably meant. */
final class Nearest {
  private Nearest() {}

  /** The names with the fewest single-letter edits between them and the given one, nearest first. */
  static List<String> to(String name, List<String> names, int count) {
    return names.stream()
        .sorted(Comparator.comparingInt((String other) -> edits(name, other)))
        .limit(count)
        .toList();
  }

  /** The nearest name, and others as near; none where nothing is near enough to have been meant. */
  static List<String> likely(String name, List<String> names) {
    int least = names.stream().mapToInt(other -> edits(name, other)).min().orElse(0);
    if (least > Math.max(1, name.length() / 3 + 1)) {
      return List.of();
    }
    return names.stream().filter(other -> edits(name, other) == least).sorted().toList();
  }

  /** Levenshtein's distance, row by row. */
  private static int edits(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int substituted = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substituted, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[to.length()];
  }
}
