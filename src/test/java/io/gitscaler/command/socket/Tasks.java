package io.gitscaler.command.socket;

import io.gitscaler.command.Task;
import io.gitscaler.policy.PolicyId;
import io.gitscaler.policy.Program;
import io.gitscaler.program.ProgramStep;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tasks of the policy shop/checkout that run a line of shell. */
final class Tasks {
  private Tasks() {}

  /** {@code $SEEN} is the folder itself, where the program runs in a copy of it. */
  static Task sh(Path folder, String script) {
    return task(folder, Map.of("SEEN", folder.toString()), script);
  }

  /** May see a variable of the process that runs it. */
  static Task shWith(String variable, Path folder, String script) {
    Map<String, @Nullable String> env = new HashMap<>();
    env.put(variable, null);
    return task(folder, env, script);
  }

  /** Has a variable with a value of its own. */
  static Task shWith(String variable, String value, Path folder, String script) {
    return task(folder, Map.of(variable, value), script);
  }

  @SuppressWarnings(
      "NullAway") // A compact constructor's class file has lost the @Nullable inside env's type.
  private static Task task(Path folder, Map<String, @Nullable String> env, String script) {
    return new Task(
        new PolicyId("shop", "checkout"),
        "Deployment/checkout",
        folder,
        folder,
        env,
        ProgramStep.METRIC,
        new Program.Shell(Duration.ofSeconds(60), "sh", List.of("-c", script), false),
        "checkout",
        "{}");
  }
}
