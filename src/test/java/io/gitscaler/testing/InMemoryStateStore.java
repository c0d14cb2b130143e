package io.gitscaler.testing;

import io.gitscaler.failure.FailureKind;
import io.gitscaler.failure.OutsideFailure;
import io.gitscaler.history.StateStore;
import io.gitscaler.history.StoredState;

/** State in memory, with the manners of the real one: a write that meets somebody else's write fails. */
public final class InMemoryStateStore implements StateStore {
  /** What several stores share. */
  public static final class Place {
    private StoredState stored = StoredState.EMPTY;
    private int writes;

    /** How often something was written. */
    public int writes() {
      return writes;
    }

    public StoredState stored() {
      return stored;
    }
  }

  private final Place place;
  private int loadedAt = -1;

  public InMemoryStateStore(Place place) {
    this.place = place;
  }

  @Override
  public StoredState load() {
    loadedAt = place.writes;
    return place.stored;
  }

  @Override
  public void save(StoredState state) {
    if (loadedAt < 0) {
      throw new IllegalStateException("the state was not loaded, or the last save failed");
    }
    StoredState inOrder =
        state.withQueue(state.queue().stream().sorted(StoredState.OLDEST_FIRST).toList());
    if (inOrder.equals(place.stored)) {
      return;
    }
    if (loadedAt != place.writes) {
      loadedAt = -1;
      throw new OutsideFailure(FailureKind.CONFLICT, "state in memory", "somebody else wrote", "");
    }
    place.stored = inOrder;
    place.writes++;
    loadedAt = place.writes;
  }
}
