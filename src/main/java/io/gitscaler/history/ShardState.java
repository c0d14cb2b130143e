package io.gitscaler.history;

import io.gitscaler.policy.Shard;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The state of one shard. It reads all homes and writes its own, so that policies whose shard changed bring along what other
 * homes know of them; see {@link Handover}.
 */
public final class ShardState implements StateStore {
  private final StateHomes homes;
  private final Shard shard;
  private @Nullable Handover handover;
  private List<Integer> abandoned = List.of();

  public ShardState(StateHomes homes, Shard shard) {
    this.homes = homes;
    this.shard = shard;
  }

  @Override
  public StoredState load() {
    Handover loaded = new Handover(shard, homes.load());
    handover = loaded;
    abandoned = loaded.abandoned();
    return loaded.taken();
  }

  @Override
  public void save(StoredState state) {
    if (handover == null) {
      throw new IllegalStateException("the state was not loaded");
    }
    homes.save(shard.index(), handover.atHome(state));
    abandoned.forEach(homes::remove);
    abandoned = List.of();
  }
}
