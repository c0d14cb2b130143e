package io.gitscaler.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The policies of one shard. All are read, so that two policies for one target are found wherever they belong; what concerns the
 * policies of other shards is theirs to tell, and what hides which policies there are concerns every shard.
 */
public final class ShardPolicies implements PolicySource, PolicyKeeper {
  private final PolicySource all;
  private final PolicyKeeper keeper;
  private final Shard shard;
  private @Nullable LoadedPolicies read;

  /**
   * A share of these policies.
   *
   * @param keeper keeps all of them; for the first shard only, for the others would write the same
   */
  public ShardPolicies(PolicySource all, PolicyKeeper keeper, Shard shard) {
    this.all = all;
    this.keeper = shard.index() == 0 ? keeper : PolicyKeeper.NONE;
    this.shard = shard;
  }

  @Override
  public LoadedPolicies load() {
    LoadedPolicies loaded = all.load();
    read = loaded;
    return new LoadedPolicies(
        loaded.revision(),
        loaded.policies().stream().filter(policy -> shard.takes(policy.id())).toList(),
        loaded.problems().stream().filter(problem -> concerns(problem.policy())).toList(),
        loaded.skipped(),
        loaded.notices());
  }

  private boolean concerns(@Nullable PolicyId policy) {
    return policy == null || shard.takes(policy);
  }

  /** Those of all shards, as they were read. */
  public List<ScalingPolicy> whole() {
    return read == null ? List.of() : read.policies();
  }

  @Override
  public List<String> keep(LoadedPolicies share) {
    return read == null ? List.of() : keeper.keep(read);
  }

  @Override
  public void close() {
    all.close();
  }
}
