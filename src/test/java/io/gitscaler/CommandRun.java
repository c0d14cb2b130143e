package io.gitscaler;

import io.gitscaler.cli.Cli;
import io.gitscaler.cli.Stdout;
import io.gitscaler.cli.Surroundings;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One command as a user gives it, with everything real behind it. */
record CommandRun(int status, String out, String err) {
  static CommandRun of(List<String> arguments) {
    return of(arguments, Map.of());
  }

  /** The same with more in the environment than the path. */
  static CommandRun of(List<String> arguments, Map<String, String> more) {
    Map<String, String> environment = new HashMap<>(more);
    environment.put("PATH", System.getenv("PATH"));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Surroundings surroundings =
        new Surroundings(
            environment,
            new Stdout(out),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            Surroundings.Terminal.NONE);
    int status =
        Cli.execute(arguments.toArray(String[]::new), surroundings, new Wiring(environment));
    return new CommandRun(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
