package io.gitscaler.history;

/**
 * Keeps the state between runs. One run at a time uses it; a write that meets somebody else's write fails instead of
 * overwriting it.
 */
public interface StateStore {
  /**
   * Reads all of it; {@link StoredState#EMPTY} where nothing is stored yet.
   *
   * @throws io.gitscaler.failure.OutsideFailure when it cannot be read or understood, or is of a newer schema
   */
  StoredState load();

  /**
   * Writes what differs from the last load or save, and nothing where nothing differs.
   *
   * @throws io.gitscaler.failure.OutsideFailure when it cannot be written; then nothing, or a part that is consistent in
   *     itself, is written
   */
  void save(StoredState state);
}
