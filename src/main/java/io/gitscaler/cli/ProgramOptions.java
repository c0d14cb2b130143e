package io.gitscaler.cli;

import io.gitscaler.cli.usecase.ProgramSettings;
import io.gitscaler.policy.OwnVariables;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How the team's programs run. */
final class ProgramOptions extends OptionGroup {
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  @Option(
      names = "--parallelism",
      paramLabel = "N",
      description = "How many programs run at once. Default: 8.")
  int parallelism = 8;

  @Option(
      names = "--program-env",
      paramLabel = "NAME",
      split = ",",
      description = "Environment variable that programs may see. Repeatable, or with commas.")
  List<String> environment = List.of();

  @Option(
      names = "--program-runner",
      paramLabel = "SOCKET",
      description =
          "Have programs run by the program-runner at this socket. Default: they run as children of this process.")
  @Nullable Path runner;

  @Option(
      names = "--program-runner-user",
      paramLabel = "USER",
      description =
          "Name or number of the user that the program-runner must be. Default: this process's own.")
  @Nullable String runnerUser;

  ProgramSettings settings() {
    for (String variable : environment) {
      if (!VARIABLE.matcher(variable).matches()) {
        throw wrong(
            "--program-env",
            "takes names of variables only, never NAME=VALUE; the value is this process's own");
      }
      if (OwnVariables.holds(variable)) {
        throw wrong(
            "--program-env",
            "names "
                + variable
                + ", which is gitscaler's own; give programs credentials of their own");
      }
    }
    return new ProgramSettings(atLeastOne("--parallelism", parallelism), environment, place());
  }

  private ProgramSettings.@Nullable Runner place() {
    return runner == null ? null : new ProgramSettings.Runner(runner, runnerUser);
  }
}
