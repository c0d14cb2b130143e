package io.gitscaler.kubernetes;

import java.util.HashMap;
import java.util.Map;

/** One object for all that are equal: pods of one template have their labels and containers in common. For one thread. */
final class Shared {
  private final Map<Object, Object> known = new HashMap<>();

  @SuppressWarnings("unchecked") // an equal object of the same class
  <T> T one(T value) {
    Object first = known.putIfAbsent(value, value);
    return first == null ? value : (T) first;
  }
}
