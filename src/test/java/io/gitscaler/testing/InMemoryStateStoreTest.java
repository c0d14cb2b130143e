package io.gitscaler.testing;

import io.gitscaler.history.StateStore;

class InMemoryStateStoreTest extends StateStoreContract {
  private final InMemoryStateStore.Place place = new InMemoryStateStore.Place();

  @Override
  protected StateStore open() {
    return new InMemoryStateStore(place);
  }

  @Override
  protected int writes() {
    return place.writes();
  }
}
