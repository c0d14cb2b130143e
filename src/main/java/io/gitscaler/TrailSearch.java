package io.gitscaler;

import io.gitscaler.audit.AuditRecord;
import io.gitscaler.audit.RecordFormat;
import io.gitscaler.audit.TrailReader;
import io.gitscaler.failure.OutsideFailure;
import io.gitscaler.policy.PolicyId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Finds records in the trail. A line that somebody spoiled hides no other: it is passed over and told. */
record TrailSearch(TrailReader trail, RecordFormat format) {
  /**
   * The newest record with a decision that is wanted; null where there is none.
   *
   * @param remarks is told which newer lines cannot be read
   */
  @Nullable AuditRecord newest(
      PolicyId policy, Predicate<AuditRecord> wanted, List<String> remarks) {
    List<String> unreadable = new ArrayList<>();
    AuditRecord found = trail.find(policy, month -> newest(month, wanted, unreadable)).orElse(null);
    if (!unreadable.isEmpty()) {
      int others = unreadable.size() - 1;
      remarks.add(
          "Passed over: "
              + unreadable.getFirst()
              + (others == 0
                  ? ""
                  : " Lines before it that are passed over as well: " + others + "."));
    }
    return found;
  }

  /** Of a month: the one of the latest time, for the last line may be of a scaling that a later run had to find out about. */
  private Optional<AuditRecord> newest(
      List<TrailReader.Line> month, Predicate<AuditRecord> wanted, List<String> unreadable) {
    AuditRecord newest = null;
    List<String> spoiled = new ArrayList<>();
    int after = 0;
    for (TrailReader.Line line : month) {
      AuditRecord record = read(line, spoiled);
      if (record == null || record.result() == null || !wanted.test(record)) {
        continue;
      }
      if (newest == null || record.at().isAfter(newest.at())) {
        newest = record;
        after = spoiled.size();
      }
    }
    unreadable.addAll(newest == null ? spoiled : spoiled.subList(0, after));
    return Optional.ofNullable(newest);
  }

  private @Nullable AuditRecord read(TrailReader.Line line, List<String> unreadable) {
    try {
      return format.read(line.text());
    } catch (OutsideFailure failure) {
      unreadable.add(line.where() + ", " + failure.sentence());
      return null;
    }
  }
}
