package io.gitscaler.cli;

import picocli.CommandLine.Command;

/** {@code gitscaler schema}. */
@Command(
    footer = {
      "Example, for an editor:",
      "  gitscaler schema > scalerpolicy.schema.json",
    })
final class SchemaCommand extends GitscalerCommand {
  SchemaCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode execute(Session session) {
    session.print(session.useCases().schema().stripTrailing() + "\n");
    return ExitCode.SUCCESS;
  }
}
