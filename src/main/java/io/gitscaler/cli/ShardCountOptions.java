package io.gitscaler.cli;

import io.gitscaler.policy.Shard;
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
    if (count < 1 || count > Shard.MOST) {
      throw wrong("--shards is " + count + "; give 1 to " + Shard.MOST);
    }
    return count;
  }
}
