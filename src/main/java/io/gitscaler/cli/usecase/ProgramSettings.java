package io.gitscaler.cli.usecase;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the team's programs run.
 *
 * @param parallelism how many at once; 1 or more
 * @param environment names of variables that programs may see, of the process that starts them
 * @param runner who starts them; null for this process itself
 */
public record ProgramSettings(int parallelism, List<String> environment, @Nullable Runner runner) {
  /**
   * Another process that runs programs.
   *
   * @param user who it must be, by name or number; null for the user of this process
   */
  public record Runner(Path socket, @Nullable String user) {}

  /** Programs that run as children of this process. */
  public ProgramSettings(int parallelism, List<String> environment) {
    this(parallelism, environment, null);
  }

  public ProgramSettings {
    environment = List.copyOf(environment);
  }
}
