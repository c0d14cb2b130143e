package io.gitscaler.reconcile;

import io.gitscaler.audit.AuditRecord;
import io.gitscaler.audit.RecordFormat;
import io.gitscaler.audit.RunFacts;
import io.gitscaler.failure.OutsideFailure;
import io.gitscaler.history.QueuedRecord;
import io.gitscaler.history.RecordKind;
import io.gitscaler.history.StoredState;
import io.gitscaler.policy.PolicyId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Keeps the queue bounded while Git is away. Beyond the cap the oldest records that tell of no scaling are folded into counts,
 * one record for each policy: which kinds, how many, from when to when. Summaries are folded first, and last what this run has
 * to say, for nobody has asked Git to take it yet. What was scaled, settled, or should have been scaled stays as it is, however
 * many there are, and so does the order of all that stays.
 */
record QueueFolding(RecordFormat format, RunFacts run, QueueCap cap) {
  private static final Set<RecordKind> KEPT =
      EnumSet.of(
          RecordKind.SCALED_UP,
          RecordKind.SCALED_DOWN,
          RecordKind.RECOVERED,
          RecordKind.NOT_SCALED);

  /** What a folded record takes, generously. */
  private static final int FOLDED_BYTES = 1024;

  /**
   * A queue within its cap, or as near to it as may be.
   *
   * @param folded how many records were folded now
   */
  record Folded(List<QueuedRecord> records, int folded) {
    Optional<String> notice() {
      return folded == 0
          ? Optional.empty()
          : Optional.of(
              folded
                  + " records that waited for Git were folded into counts, because there were too many of them;"
                  + " no scaling is among them.");
    }
  }

  Folded fold(List<QueuedRecord> queue) {
    if (cap.holds(queue.size(), bytes(queue))) {
      return new Folded(queue, 0);
    }
    SortedMap<PolicyId, List<QueuedRecord>> chosen = choose(queue);
    boolean tooLarge = bytes(queue) > cap.bytes();
    chosen
        .values()
        .removeIf(records -> records.size() == 1 && !(tooLarge && shrinks(records.getFirst())));
    Set<String> gone = new HashSet<>();
    chosen.values().forEach(records -> records.forEach(record -> gone.add(record.id())));
    Stream<QueuedRecord> kept = queue.stream().filter(record -> !gone.contains(record.id()));
    Stream<QueuedRecord> counts =
        chosen.entrySet().stream().map(policy -> folded(policy.getKey(), policy.getValue()));
    return new Folded(
        Stream.concat(kept, counts).sorted(StoredState.OLDEST_FIRST).toList(), gone.size());
  }

  /** Whether the count of one record alone takes less room; their number stays what it is. */
  private static boolean shrinks(QueuedRecord alone) {
    return alone.kind() != RecordKind.FOLDED && bytes(alone) > FOLDED_BYTES;
  }

  /** Records that Git could have taken go first, of these the ones whose counts matter least, then the oldest. */
  private Comparator<QueuedRecord> firstToGo() {
    return Comparator.comparing((QueuedRecord record) -> Recording.isOf(run, record.id()))
        .thenComparing(
            record -> record.kind() != RecordKind.SUMMARY && record.kind() != RecordKind.FOLDED)
        .thenComparing(StoredState.OLDEST_FIRST);
  }

  /** As many as it needs to be well below the cap. */
  private SortedMap<PolicyId, List<QueuedRecord>> choose(List<QueuedRecord> queue) {
    QueueCap wanted = cap.afterFolding();
    long records = queue.size();
    long bytes = bytes(queue);
    SortedMap<PolicyId, List<QueuedRecord>> chosen = new TreeMap<>();
    for (QueuedRecord record :
        queue.stream()
            .filter(record -> !KEPT.contains(record.kind()) && isCountable(record))
            .sorted(firstToGo())
            .toList()) {
      if (wanted.holds(records, bytes)) {
        break;
      }
      List<QueuedRecord> ofPolicy =
          chosen.computeIfAbsent(record.policy(), policy -> new ArrayList<>());
      boolean first = ofPolicy.isEmpty();
      ofPolicy.add(record);
      records -= first ? 0 : 1;
      bytes += (first ? FOLDED_BYTES : 0) - bytes(record);
    }
    return chosen;
  }

  /** Counts that cannot be read cannot be added up, and stay as they are. */
  private boolean isCountable(QueuedRecord record) {
    if (record.kind() != RecordKind.FOLDED) {
      return true;
    }
    try {
      format.read(record.line());
      return true;
    } catch (OutsideFailure unreadable) {
      return false;
    }
  }

  private QueuedRecord folded(PolicyId policy, List<QueuedRecord> records) {
    SortedMap<String, Integer> counts = new TreeMap<>();
    Instant from = Instant.MAX;
    Instant to = Instant.MIN;
    for (QueuedRecord record : records) {
      Instant since = record.at();
      if (record.kind() == RecordKind.FOLDED) {
        AuditRecord earlier = format.read(record.line());
        earlier.counts().forEach((kind, times) -> counts.merge(kind, times, Integer::sum));
        since = Objects.requireNonNullElse(earlier.since(), since);
      } else {
        counts.merge(word(record.kind()), 1, Integer::sum);
      }
      from = since.isBefore(from) ? since : from;
      to = record.at().isAfter(to) ? record.at() : to;
    }
    return format.spell(
        new AuditRecord(
            Recording.id(run, to, policy, RecordKind.FOLDED),
            RecordKind.FOLDED,
            run,
            to,
            policy,
            null,
            sentence(counts, from),
            counts,
            from));
  }

  private static String sentence(Map<String, Integer> counts, Instant from) {
    return counts.entrySet().stream()
        .map(entry -> entry.getKey() + " " + entry.getValue())
        .collect(
            Collectors.joining(
                ", ", "too many records waited for Git; folded since " + from + ": ", ""));
  }

  private static String word(RecordKind kind) {
    return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static long bytes(List<QueuedRecord> queue) {
    return queue.stream().mapToLong(QueueFolding::bytes).sum();
  }

  private static int bytes(QueuedRecord record) {
    return record.line().getBytes(StandardCharsets.UTF_8).length;
  }
}
