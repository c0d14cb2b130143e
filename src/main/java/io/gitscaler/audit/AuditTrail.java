package io.gitscaler.audit;

import io.gitscaler.failure.OutsideFailure;
import io.gitscaler.history.QueuedRecord;
import io.gitscaler.history.TrailMark;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where records are kept for good. */
public interface AuditTrail {
  /**
   * Appends the records, in order, as one commit.
   *
   * @param policies how many policies the run dealt with, for the commit's subject
   * @param known how far the trail reached when a run last knew; null where none ever did
   */
  Published publish(
      List<QueuedRecord> records, RunFacts run, int policies, @Nullable TrailMark known);

  /**
   * What is known to be kept.
   *
   * @param confirmed ids of the records that the remote holds, those that it held before included
   * @param commit id of the new commit; null where none was needed or none was accepted
   * @param reaches how far the trail reaches now; null where that was not learnt
   * @param failure why some are not; null where all are
   */
  record Published(
      Set<String> confirmed,
      @Nullable String commit,
      @Nullable TrailMark reaches,
      @Nullable OutsideFailure failure) {
    public Published {
      confirmed = Set.copyOf(confirmed);
    }

    /** Nothing was learnt of the trail, and nothing written. */
    public static Published nothing(@Nullable OutsideFailure failure) {
      return new Published(Set.of(), null, null, failure);
    }
  }
}
