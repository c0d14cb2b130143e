package io.gitscaler.reconcile;

import io.gitscaler.audit.AuditTrail.Published;
import io.gitscaler.failure.FailureKind;
import io.gitscaler.failure.OutsideFailure;
import io.gitscaler.history.QueuedRecord;
import io.gitscaler.history.RunLock;
import io.gitscaler.history.StoredState;
import io.gitscaler.history.TrailMark;
import io.gitscaler.reconcile.RunReport.TrailReport;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Hands the queue to the trail, and takes out of state what the trail confirmed.
 *
 * @param policies how many the run dealt with
 */
record Publication(Ports.Acting ports, RunLog log, int policies, RunLock.Held lock, Pace pace) {
  /**
   * Publishes the records of a run that comes to its end.
   *
   * @param state as it is stored; where that failed, with the scalings that could not be stored
   * @param unstored why nothing more can be stored; null where it can
   */
  TrailReport publish(StoredState state, @Nullable OutsideFailure unstored) {
    OutsideFailure stateFailure = unstored == null ? lost() : unstored;
    boolean lockLost = stateFailure != null && stateFailure.kind() == FailureKind.LEASE;
    Published published = publish(lockLost ? scalings(state) : state.queue(), state.trail());
    List<QueuedRecord> waiting = waiting(state, published);
    OutsideFailure failure =
        lockLost || published.failure() == null ? stateFailure : published.failure();
    if (!state.queue().isEmpty()) {
      try {
        if (stateFailure == null) {
          save(log.afterTrail(state, waiting, published.failure(), pace.instant()), published);
        } else if (mayBeFull(stateFailure) && !published.confirmed().isEmpty()) {
          makeRoom(published);
        }
      } catch (OutsideFailure notCleared) {
        // The records stay queued, and the trail recognises them by their ids when they come again.
        failure = failure == null ? notCleared : failure;
      }
    }
    return new TrailReport(
        published.commit(),
        published.confirmed().size(),
        waiting.size(),
        TrailReport.tellsOfScaling(stateFailure == null ? waiting : state.queue()),
        failure);
  }

  private Published publish(List<QueuedRecord> records, @Nullable TrailMark known) {
    return records.isEmpty()
        ? Published.nothing(null)
        : ports.trail().publish(records, log.run(), policies, known);
  }

  private void save(StoredState told, Published published) {
    lock.confirm();
    TrailMark reaches = published.reaches();
    ports.state().save(reaches == null ? told : told.withTrail(reaches));
  }

  /** Without the lock, or beside somebody else who writes, state is not this run's to change. */
  private static boolean mayBeFull(OutsideFailure stateFailure) {
    return stateFailure.kind() != FailureKind.LEASE && stateFailure.kind() != FailureKind.CONFLICT;
  }

  /**
   * Takes out of state what the trail holds by now, whatever the write that failed left there. State that cannot grow any more
   * would otherwise stay as it is for ever: nothing is cleared without a write that succeeds before.
   */
  private void makeRoom(Published published) {
    StoredState found = ports.state().load();
    List<QueuedRecord> waiting = waiting(found, published);
    if (waiting.size() < found.queue().size()) {
      save(found.withQueue(waiting), published);
    }
  }

  private static List<QueuedRecord> waiting(StoredState state, Published published) {
    return state.queue().stream()
        .filter(record -> !published.confirmed().contains(record.id()))
        .toList();
  }

  /**
   * What this run scaled. Whoever has the lock now pushes everything else that is queued, but may have settled these as not done
   * before they were.
   */
  private List<QueuedRecord> scalings(StoredState state) {
    return state.queue().stream()
        .filter(record -> record.kind().isScaling() && Recording.isOf(log.run(), record.id()))
        .toList();
  }

  private @Nullable OutsideFailure lost() {
    try {
      lock.confirm();
      return null;
    } catch (OutsideFailure failure) {
      return failure;
    }
  }
}
