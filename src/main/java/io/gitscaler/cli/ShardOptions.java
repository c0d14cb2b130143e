package io.gitscaler.cli;

import io.gitscaler.policy.Shard;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which share of the policies a run takes. */
final class ShardOptions extends ShardCountOptions {
  /** Kubernetes sets it in each pod of an Indexed Job. */
  private static final String COMPLETION_INDEX = "JOB_COMPLETION_INDEX";

  @Option(
      names = "--shard-index",
      paramLabel = "N",
      description =
          "Which of them this run is, from 0. Default: the index of the pod in an Indexed Job.")
  @Nullable Integer index;

  Shard shard(Map<String, String> environment) {
    int which = count() == 1 && index == null ? 0 : index(environment);
    if (which < 0 || which >= count) {
      throw wrong(
          (index == null ? COMPLETION_INDEX : "--shard-index")
              + " is "
              + which
              + ", and --shards is "
              + count
              + "; give an index from 0 to "
              + (count - 1)
              + ", and a Job as many completions as there are shards");
    }
    return new Shard(which, count);
  }

  private int index(Map<String, String> environment) {
    if (index != null) {
      return index;
    }
    String given = environment.getOrDefault(COMPLETION_INDEX, "");
    if (!given.matches("[0-9]{1,6}")) {
      throw wrong(
          "--shards is "
              + count
              + ", and nothing says which of them this run is; give --shard-index, or run it as an Indexed Job, which sets "
              + COMPLETION_INDEX);
    }
    return Integer.parseInt(given);
  }
}
