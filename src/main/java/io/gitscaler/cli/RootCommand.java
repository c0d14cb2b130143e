package io.gitscaler.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code gitscaler} itself, which does nothing without a command. */
@Command(
    name = "gitscaler",
    description = "Autoscaling for Kubernetes as reviewed, replayable Git history.",
    synopsisSubcommandLabel = "COMMAND",
    versionProvider = VersionText.class,
    footer = {
      "Example, without any set-up:",
      "  gitscaler demo",
      "",
      "Every flag can also be an environment variable: --policies-repo is GITSCALER_POLICIES_REPO;",
      "or a line of a file: --config FILE.",
      "'gitscaler COMMAND --help' shows a command's flags.",
    })
final class RootCommand implements Runnable {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show the version.")
  boolean version;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
  CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "give a command: " + String.join(", ", CommandTree.names()));
  }
}
