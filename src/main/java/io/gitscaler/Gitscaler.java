package io.gitscaler;

import io.gitscaler.cli.Cli;
import io.gitscaler.cli.Surroundings;

/** Where the process starts. */
public final class Gitscaler {
  private Gitscaler() {}

  /** Does what the arguments say; the process ends with the exit status of the command. */
  public static void main(String[] arguments) {
    Surroundings surroundings = Surroundings.ofProcess();
    LibraryOutput.install();
    System.exit(Cli.execute(arguments, surroundings, new Wiring(surroundings.environment())));
  }
}
