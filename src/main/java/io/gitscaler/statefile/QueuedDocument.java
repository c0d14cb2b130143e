package io.gitscaler.statefile;

import io.gitscaler.history.QueuedRecord;
import io.gitscaler.history.RecordKind;
import io.gitscaler.policy.PolicyId;
import java.math.BigDecimal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the queue knows of a record, as state spells it.
 *
 * @param policy {@code namespace/name}
 * @param commit of the policies; empty for a plain folder
 * @param line the record; absent where it follows on a line of its own
 */
record QueuedDocument(
    String policy,
    String id,
    BigDecimal at,
    String kind,
    String headline,
    String commit,
    @Nullable String line) {
  static QueuedDocument withLine(QueuedRecord record) {
    return of(record, record.line());
  }

  static QueuedDocument withoutLine(QueuedRecord record) {
    return of(record, null);
  }

  private static QueuedDocument of(QueuedRecord record, @Nullable String line) {
    return new QueuedDocument(
        record.policy().toString(),
        record.id(),
        Seconds.of(record.at()),
        Words.of(record.kind()),
        record.headline(),
        record.policyCommit(),
        line);
  }

  QueuedRecord queued() {
    return queued(Objects.requireNonNull(line, "the record's line is missing"));
  }

  QueuedRecord queued(String following) {
    return new QueuedRecord(
        id,
        PolicyId.parse(policy),
        Seconds.instant(at),
        Words.read(RecordKind.class, kind),
        headline,
        commit,
        following);
  }
}
