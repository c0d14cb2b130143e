package io.gitscaler.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;

/** {@code gitscaler completion}. */
@Command(
    footer = {
      "Example, for bash or zsh:",
      "  source <(gitscaler completion)",
    })
final class CompletionCommand extends GitscalerCommand {
  CompletionCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode execute(Session session) {
    session.print(AutoComplete.bash("gitscaler", CommandTree.complete(session)));
    return ExitCode.SUCCESS;
  }
}
