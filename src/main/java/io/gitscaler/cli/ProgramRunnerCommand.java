package io.gitscaler.cli;

import io.gitscaler.cli.usecase.ProgramRunnerRequest;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code gitscaler program-runner}. */
@Command(
    footer = {
      "Example, and a run that has its programs run there:",
      "  gitscaler program-runner --socket /run/gitscaler/programs.sock",
      "  gitscaler run --program-runner /run/gitscaler/programs.sock ...",
    })
final class ProgramRunnerCommand extends GitscalerCommand {
  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before any option is read
  CommandSpec command;

  @Option(
      names = "--socket",
      paramLabel = "SOCKET",
      required = true,
      description = "Where to listen: a file in a folder that nobody else may write.")
  @SuppressWarnings("NullAway.Init") // picocli sets it: the option is required
  Path socket;

  @Option(
      names = "--allow-user",
      paramLabel = "USER",
      description =
          "Name or number of the only user whose runs may use it. Default: this process's own.")
  @Nullable String allowedUser;

  @Option(
      names = "--parallelism",
      paramLabel = "N",
      description = "How many programs run at once. Default: 8.")
  int parallelism = 8;

  ProgramRunnerCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode execute(Session session) {
    if (parallelism < 1) {
      throw new ParameterException(
          command.commandLine(), "--parallelism is " + parallelism + "; give 1 or more");
    }
    session.useCases().runPrograms(new ProgramRunnerRequest(socket, allowedUser, parallelism));
    return ExitCode.SUCCESS;
  }
}
