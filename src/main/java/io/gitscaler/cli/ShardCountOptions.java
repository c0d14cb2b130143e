package io.gitscaler.cli;

import picocli.CommandLine.Option;

/** How many runs share the policies. */
class ShardCountOptions extends OptionGroup {
  @Option(
      names = "--shards",
      paramLabel = "N",
      description =
          "How many runs side by side share the policies, each with a Lease and state of its own. Default: 1.")
  int count = 1;

  final int count() {
    return shards("--shards", count);
  }
}
