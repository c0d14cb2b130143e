package io.gitscaler;

import io.gitscaler.history.StateStore;
import io.gitscaler.history.StoredState;

/** A store that remembers what it last gave or took. */
final class LastState implements StateStore {
  private final StateStore store;
  private StoredState last = StoredState.EMPTY;

  LastState(StateStore store) {
    this.store = store;
  }

  @Override
  public StoredState load() {
    last = store.load();
    return last;
  }

  @Override
  public void save(StoredState state) {
    store.save(state);
    last = state;
  }

  StoredState last() {
    return last;
  }
}
