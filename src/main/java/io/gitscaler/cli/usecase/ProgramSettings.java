package io.gitscaler.cli.usecase;

import java.util.List;

/**
 * How the team's programs run.
 *
 * @param parallelism how many at once; 1 or more
 * @param environment names of variables of this process that programs may see
 */
public record ProgramSettings(int parallelism, List<String> environment) {
  public ProgramSettings {
    environment = List.copyOf(environment);
  }
}
