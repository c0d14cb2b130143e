package io.gitscaler.statefile;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.gitscaler.policy.PolicyId;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** How often policies moved, as it is spelled: {@code {"shop/checkout":1}}. */
record MovesDocument(@JsonValue Map<String, Integer> byPolicy) {
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  MovesDocument {}

  static MovesDocument of(SortedMap<PolicyId, Integer> moves) {
    Map<String, Integer> spelled = new TreeMap<>();
    moves.forEach((policy, times) -> spelled.put(policy.toString(), times));
    return new MovesDocument(spelled);
  }

  SortedMap<PolicyId, Integer> moves() {
    SortedMap<PolicyId, Integer> moves = new TreeMap<>();
    byPolicy.forEach((policy, times) -> moves.put(PolicyId.parse(policy), times.intValue()));
    return moves;
  }
}
