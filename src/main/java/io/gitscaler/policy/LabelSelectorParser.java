package io.gitscaler.policy;

import io.gitscaler.policy.LabelSelector.Operator;
import io.gitscaler.policy.LabelSelector.Requirement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the text form of a selector: requirements with commas between them, as the query parameter {@code labelSelector} and
 * {@code status.selector} of a scale have them.
 */
final class LabelSelectorParser {
  private final String text;
  private final Map<String, String> labels = new LinkedHashMap<>();
  private final List<Requirement> expressions = new ArrayList<>();
  private int at;

  LabelSelectorParser(String text) {
    this.text = text;
  }

  LabelSelector parse() {
    skipBlanks();
    while (at < text.length()) {
      requirement();
      skipBlanks();
      if (at < text.length()) {
        expect(',');
        skipBlanks();
        if (at == text.length()) {
          throw problem("a requirement is missing after the last comma");
        }
      }
    }
    return new LabelSelector(labels, expressions);
  }

  private void requirement() {
    if (accept("!")) {
      expressions.add(new Requirement(key(), Operator.DOES_NOT_EXIST, List.of()));
      return;
    }
    String key = key();
    skipBlanks();
    if (at == text.length() || text.charAt(at) == ',') {
      expressions.add(new Requirement(key, Operator.EXISTS, List.of()));
    } else if (accept("!=")) {
      expressions.add(new Requirement(key, Operator.NOT_IN, List.of(value())));
    } else if (accept("==") || accept("=")) {
      equal(key, value());
    } else {
      membership(key);
    }
  }

  /** A second value for the same key is kept too; together they match nothing, as they should. */
  private void equal(String key, String value) {
    String before = labels.putIfAbsent(key, value);
    if (before != null && !before.equals(value)) {
      expressions.add(new Requirement(key, Operator.IN, List.of(value)));
    }
  }

  private void membership(String key) {
    String word = word();
    Operator operator =
        switch (word) {
          case "in" -> Operator.IN;
          case "notin" -> Operator.NOT_IN;
          default -> throw problem("\"" + word + rest() + "\" is no operator after " + key);
        };
    skipBlanks();
    expect('(');
    List<String> values = new ArrayList<>();
    do {
      values.add(value());
    } while (accept(","));
    expect(')');
    expressions.add(new Requirement(key, operator, values.stream().distinct().toList()));
  }

  private String key() {
    skipBlanks();
    String key = word();
    if (key.isEmpty()) {
      throw problem("a label key is missing before \"" + rest() + "\"");
    }
    return key;
  }

  private String value() {
    skipBlanks();
    String value = word();
    skipBlanks();
    return value;
  }

  private String word() {
    int start = at;
    while (at < text.length() && isWordCharacter(text.charAt(at))) {
      at++;
    }
    return text.substring(start, at);
  }

  private static boolean isWordCharacter(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '_'
        || c == '.'
        || c == '/';
  }

  private void skipBlanks() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private boolean accept(String token) {
    if (!text.startsWith(token, at)) {
      return false;
    }
    at += token.length();
    return true;
  }

  private void expect(char c) {
    if (!accept(String.valueOf(c))) {
      throw problem("'" + c + "' is expected before \"" + rest() + "\"");
    }
  }

  private String rest() {
    return text.substring(at);
  }

  private IllegalArgumentException problem(String what) {
    return new IllegalArgumentException(
        "\"" + text + "\" is no label selector: " + what + " (position " + (at + 1) + ")");
  }
}
