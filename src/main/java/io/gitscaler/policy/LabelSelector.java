package io.gitscaler.policy;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Selects objects by their labels. An empty selector selects everything.
 *
 * @param matchExpressions all must hold, as must all {@code matchLabels}
 */
public record LabelSelector(Map<String, String> matchLabels, List<Requirement> matchExpressions) {
  public LabelSelector {
    matchLabels = Map.copyOf(matchLabels);
    matchExpressions = List.copyOf(matchExpressions);
  }

  /** The operators of a LabelSelectorRequirement. */
  public enum Operator {
    IN,
    NOT_IN,
    EXISTS,
    DOES_NOT_EXIST
  }

  /**
   * One requirement.
   *
   * @param values empty exactly for {@link Operator#EXISTS} and {@link Operator#DOES_NOT_EXIST}
   */
  public record Requirement(String key, Operator operator, List<String> values) {
    public Requirement {
      values = List.copyOf(values);
    }

    boolean matches(Map<String, String> labels) {
      String value = labels.get(key);
      return switch (operator) {
        case IN -> value != null && values.contains(value);
        case NOT_IN -> value == null || !values.contains(value);
        case EXISTS -> value != null;
        case DOES_NOT_EXIST -> value == null;
      };
    }

    @Override
    public String toString() {
      return switch (operator) {
        case IN -> key + " in (" + String.join(",", values) + ")";
        case NOT_IN -> key + " notin (" + String.join(",", values) + ")";
        case EXISTS -> key;
        case DOES_NOT_EXIST -> "!" + key;
      };
    }
  }

  /**
   * Reads the form that {@link #toString()} writes: {@code a=b}, {@code a==b}, {@code a!=b}, {@code a in (x,y)}, {@code a notin
   * (x)}, {@code a}, {@code !a}, with commas between them. Empty text is the selector that selects everything.
   *
   * @throws IllegalArgumentException for anything else, with a sentence that says where it went wrong
   */
  public static LabelSelector parse(String text) {
    return new LabelSelectorParser(text).parse();
  }

  public boolean matches(Map<String, String> labels) {
    for (Map.Entry<String, String> wanted : matchLabels.entrySet()) {
      if (!wanted.getValue().equals(labels.get(wanted.getKey()))) {
        return false;
      }
    }
    return matchExpressions.stream().allMatch(requirement -> requirement.matches(labels));
  }

  /** The form of the query parameter {@code labelSelector}, the same for equal selectors: {@code app=web,tier in (a,b)}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    new TreeMap<>(matchLabels).forEach((key, value) -> append(text, key + "=" + value));
    matchExpressions.stream()
        .map(Requirement::toString)
        .sorted()
        .forEach(requirement -> append(text, requirement));
    return text.toString();
  }

  private static void append(StringBuilder text, String requirement) {
    if (!text.isEmpty()) {
      text.append(',');
    }
    text.append(requirement);
  }
}
