package io.gitscaler.statefile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gitscaler.history.RunEnding;
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

  /**
   * Version 1 kept of a run only what its last pass did. It counted no runs and knew nothing of trail and moves: whatever lies under
   * those names is not from it.
   */
  private static Map<String, String> to2(Map<String, String> texts) {
    Map<String, String> migrated = new LinkedHashMap<>(texts);
    migrated.remove("earlier");
    migrated.remove("trail");
    migrated.remove("moves");
    migrated.computeIfPresent("run", (key, run) -> runTo2(run));
    return migrated;
  }

  private static String runTo2(String text) {
    JsonNode read;
    try {
      read = Json.MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      return text;
    }
    if (!(read instanceof ObjectNode run) || !run.has("scaled")) {
      return text;
    }
    ObjectNode work = run.putObject("work").put("passes", 1);
    work.set("scalings", run.remove("scaled"));
    boolean failed = run.path("failed").asInt() > 0;
    run.put("ending", (failed ? RunEnding.STOPPED : RunEnding.COMPLETED).word());
    return run.toString();
  }
}
