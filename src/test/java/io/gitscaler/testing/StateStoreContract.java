package io.gitscaler.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gitscaler.failure.FailureKind;
import io.gitscaler.failure.OutsideFailure;
import io.gitscaler.history.StateStore;
import io.gitscaler.history.StoredState;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What every place for state must do. A test of one extends this. */
public abstract class StateStoreContract {
  /** A store over the test's one place, as a new process would open it. */
  protected abstract StateStore open();

  /** How many writes the place has seen. */
  protected abstract int writes();

  private static StoredState state(long seed) {
    Arbitrary arbitrary = new Arbitrary(seed);
    StoredState state = arbitrary.state(6);
    // Which copy is the newer one is the business of the places, not of who uses them.
    return state.withMoves(Map.of()).withLastRun(arbitrary.lastRun("run-" + seed));
  }

  @Test
  void isEmptyWhereNothingIsStored() {
    assertThat(open().load()).isEqualTo(StoredState.EMPTY);
  }

  @Test
  void givesBackWhatWasSavedLast() {
    StateStore store = open();
    store.load();
    for (long seed = 1; seed <= 10; seed++) {
      store.save(state(seed));
      assertThat(open().load()).isEqualTo(state(seed));
    }
    store.save(StoredState.EMPTY);
    assertThat(open().load()).isEqualTo(StoredState.EMPTY);
  }

  @Test
  void writesNothingWhereNothingChanged() {
    StateStore store = open();
    store.load();
    store.save(state(3));
    int before = writes();
    store.save(state(3));
    StateStore later = open();
    later.save(later.load());
    assertThat(writes()).isEqualTo(before);
  }

  @Test
  void failsInsteadOfOverwritingSomebodyElsesWrite() {
    StateStore mine = open();
    StateStore theirs = open();
    mine.load();
    theirs.load();
    theirs.save(state(1));
    assertConflict(mine, state(2));
    assertThat(open().load()).isEqualTo(state(1));

    mine.load();
    theirs.save(state(4));
    assertConflict(mine, state(2));
    assertThat(open().load()).isEqualTo(state(4));
  }

  @Test
  void writesAgainOnceItHasReadWhatSomebodyElseWrote() {
    StateStore mine = open();
    StateStore theirs = open();
    mine.load();
    theirs.load();
    theirs.save(state(1));
    assertConflict(mine, state(2));
    assertThat(mine.load()).isEqualTo(state(1));
    mine.save(state(2));
    assertThat(open().load()).isEqualTo(state(2));
  }

  @Test
  void savesNothingBeforeItIsLoadedAndNothingMoreAfterAFailedSave() {
    StateStore mine = open();
    assertThatThrownBy(() -> mine.save(state(1))).isInstanceOf(IllegalStateException.class);
    StateStore theirs = open();
    mine.load();
    theirs.load();
    theirs.save(state(1));
    assertConflict(mine, state(2));
    assertThatThrownBy(() -> mine.save(state(2))).isInstanceOf(IllegalStateException.class);
    assertThat(open().load()).isEqualTo(state(1));
  }

  private static void assertConflict(StateStore store, StoredState state) {
    assertThatThrownBy(() -> store.save(state))
        .isInstanceOfSatisfying(
            OutsideFailure.class,
            failure -> assertThat(failure.kind()).isEqualTo(FailureKind.CONFLICT));
  }
}
