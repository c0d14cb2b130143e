package io.gitscaler.cli;

import io.gitscaler.cli.usecase.DemoRequest;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code gitscaler demo}. */
@Command(
    footer = {
      "Example:",
      "  gitscaler demo",
    })
final class DemoCommand extends GitscalerCommand {
  @Option(
      names = "--folder",
      paramLabel = "DIR",
      description = "Where its Git repositories are left. Default: target/gitscaler-demo.")
  Path folder = Path.of("target", "gitscaler-demo");

  DemoCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode execute(Session session) {
    session.useCases().demo(new DemoRequest(folder), new DemoPrinter(session, style(session)));
    return ExitCode.SUCCESS;
  }
}
