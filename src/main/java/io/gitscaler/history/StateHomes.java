package io.gitscaler.history;

import java.util.SortedMap;

/**
 * The places where the state of one installation lies: one for each shard that ever ran, numbered as the shards are. Home 0 is
 * there for everybody who knows nothing of shards.
 */
public interface StateHomes {
  /**
   * Reads all that are there.
   *
   * @throws io.gitscaler.failure.OutsideFailure when they cannot be read or understood, or one is of a newer schema
   */
  SortedMap<Integer, StoredState> load();

  /**
   * Writes what of one home differs from the last load or save, and nothing where nothing differs.
   *
   * @throws io.gitscaler.failure.OutsideFailure when it cannot be written; then nothing, or a part that is consistent in
   *     itself, is written
   */
  void save(int home, StoredState state);

  /** Removes a home as it was loaded. One that changed since, or that cannot be removed, stays for a later run. */
  void remove(int home);
}
