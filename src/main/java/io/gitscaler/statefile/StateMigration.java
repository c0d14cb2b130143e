package io.gitscaler.statefile;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * State of older versions, brought to the one that is read today. A step takes the texts of its version to those of the next
 * and leaves alone what it does not understand: reading what comes out tells what is wrong with it.
 */
final class StateMigration {
  /** The first step takes version 1 to version 2, and so on. */
  private static final List<UnaryOperator<Map<String, String>>> STEPS =
      List.of(StateMigration::to2);

  /** The version that comes out. */
  static final int NEWEST = STEPS.size() + 1;

  private StateMigration() {}

  /** The texts in the newest version. */
  static Map<String, String> migrate(int version, Map<String, String> texts) {
    Map<String, String> migrated = texts;
    for (UnaryOperator<Map<String, String>> step : STEPS.subList(version - 1, STEPS.size())) {
      migrated = step.apply(migrated);
    }
    return migrated;
  }

  /** Version 1 knew nothing of the trail and of moves. */
  private static Map<String, String> to2(Map<String, String> texts) {
    Map<String, String> migrated = new LinkedHashMap<>(texts);
    migrated.remove("trail");
    migrated.remove("moves");
    return migrated;
  }
}
