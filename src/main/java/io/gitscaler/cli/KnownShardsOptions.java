package io.gitscaler.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How many runs there should be that share the policies, for somebody who looks at what they left. */
final class KnownShardsOptions extends OptionGroup {
  @Option(
      names = "--shards",
      paramLabel = "N",
      description =
          "How many runs share the policies; one that never ran is told of. Default: as many as for the last run.")
  @Nullable Integer count;

  @Nullable Integer count() {
    return count == null ? null : shards("--shards", count);
  }
}
