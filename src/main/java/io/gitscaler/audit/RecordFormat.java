package io.gitscaler.audit;

import io.gitscaler.history.QueuedRecord;
import io.gitscaler.history.RecordKind;
import io.gitscaler.workload.ScaleOutcome;

/** How a record is spelled: once, so that what is queued in state and what is in Git are the same letters. */
public interface RecordFormat {
  QueuedRecord spell(AuditRecord record);

  /**
   * Reads a line again; of what led to a decision it holds what is an input or an output of it.
   *
   * @throws io.gitscaler.failure.OutsideFailure for a line that is no record, or of a newer schema
   */
  AuditRecord read(String line);

  /**
   * Completes a record that was spelled before its scaling was done.
   *
   * @param id replaces the record's
   * @param sentence what became of it; replaces the headline's and the record's sentence where it is not empty
   * @throws io.gitscaler.failure.OutsideFailure for a line that is no record, or of another schema
   */
  QueuedRecord complete(
      String id, QueuedRecord intended, RecordKind kind, ScaleOutcome outcome, String sentence);
}
