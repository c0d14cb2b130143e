package io.gitscaler.cli;

import picocli.CommandLine.Option;

/** Which installation: where in the cluster its state and Lease live. */
final class StateOptions {
  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAME",
      description = "Namespace of state and Lease. Default: gitscaler.")
  String namespace = "gitscaler";

  @Option(
      names = "--state-name",
      paramLabel = "NAME",
      description = "Name of the installation within it. Default: gitscaler.")
  String name = "gitscaler";
}
