package io.gitscaler.history;

import io.gitscaler.policy.Shard;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
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
  private SortedMap<Integer, StoredState> found = new TreeMap<>();

  public ShardState(StateHomes homes, Shard shard) {
    this.homes = homes;
    this.shard = shard;
  }

  @Override
  public StoredState load() {
    found = homes.load();
    Handover loaded = new Handover(shard, found);
    handover = loaded;
    abandoned = loaded.abandoned();
    return loaded.taken();
  }

  /** What each shard's own home holds, as of the last load. */
  public SortedMap<Integer, StoredState> homes() {
    return Collections.unmodifiableSortedMap(found);
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
