package io.gitscaler.statefile;

import io.gitscaler.history.QueuedRecord;
import io.gitscaler.history.ScalingHistory;
import io.gitscaler.history.StoredState;
import io.gitscaler.policy.PolicyId;
import io.gitscaler.statefile.StateSpread.Piece;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The state in its parts, each small enough for one object. Part 0 is always there and tells of the last run and the trail. A
 * policy's history and its records in the queue are in the same part, as long as they fit, so that one write is atomic for a
 * policy: an announced scaling becomes a queued record in one step.
 *
 * @param partBytes the most that a part may hold
 * @param files by number, as they are stored
 */
public record StateParts(int partBytes, SortedMap<Integer, HistoryFile> files) {
  public StateParts {
    files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
  }

  /**
   * One part to be written.
   *
   * @param file null where the part is to be deleted
   */
  public record Change(int number, @Nullable HistoryFile file) {}

  private record Content(@Nullable ScalingHistory history, List<QueuedRecord> queue) {}

  /** The parts once a change is written. */
  public StateParts after(Change change) {
    SortedMap<Integer, HistoryFile> changed = new TreeMap<>(files);
    if (change.file() == null) {
      changed.remove(change.number());
    } else {
      changed.put(change.number(), change.file());
    }
    return new StateParts(partBytes, changed);
  }

  /**
   * The state that the parts make together. A save that ended half-way may have left a policy in two of them; the newer part is
   * believed.
   */
  public StoredState state() {
    SortedMap<PolicyId, ScalingHistory> histories = new TreeMap<>();
    Map<String, QueuedRecord> queue = new LinkedHashMap<>();
    oldestFirst()
        .forEach(
            part -> {
              histories.putAll(part.getValue().content().histories());
              part.getValue().content().queue().forEach(record -> queue.put(record.id(), record));
            });
    return new StoredState(
        histories,
        queue.values().stream().sorted(StoredState.OLDEST_FIRST).toList(),
        newest(StoredState::lastRun),
        newest(StoredState::trail));
  }

  private <T> @Nullable T newest(Function<StoredState, @Nullable T> fact) {
    return oldestFirst()
        .map(part -> fact.apply(part.getValue().content()))
        .filter(Objects::nonNull)
        .reduce(null, (older, newer) -> newer);
  }

  /** What must be written so that the parts hold this state: nothing where they do, else in the order in which it is safe. */
  public List<Change> changesTo(StoredState wanted) {
    SortedMap<Piece, Content> contents = contents(wanted);
    SortedMap<Piece, Integer> sizes = new TreeMap<>();
    contents.forEach((piece, content) -> sizes.put(piece, bytes(piece, content)));
    TreeMap<Integer, HistoryFile> inUse = new TreeMap<>(files);
    StateSpread.Spread spread =
        new StateSpread(partBytes).spread(sizes, places(contents), inUse.navigableKeySet());
    List<Change> changes = new ArrayList<>();
    filled(wanted, contents, spread.places())
        .forEach(
            (number, file) -> {
              HistoryFile stored = files.get(number);
              if (stored == null ? !file.isEmpty() : !stored.saysTheSameAs(file)) {
                changes.add(new Change(number, number > 0 && file.isEmpty() ? null : file));
              } else if (stored != null && number > 0 && stored.isEmpty()) {
                changes.add(new Change(number, null));
              }
            });
    changes.sort(Comparator.comparing(change -> spread.givers().contains(change.number())));
    return changes;
  }

  private Stream<Map.Entry<Integer, HistoryFile>> oldestFirst() {
    return files.entrySet().stream()
        .sorted(Comparator.comparingLong(part -> part.getValue().sequence()));
  }

  /** A policy is one piece; a queue beyond half a part goes on in further pieces. */
  private SortedMap<Piece, Content> contents(StoredState state) {
    Map<PolicyId, List<QueuedRecord>> queues = new HashMap<>();
    state.queue().stream()
        .sorted(StoredState.OLDEST_FIRST)
        .forEach(
            record -> queues.computeIfAbsent(record.policy(), id -> new ArrayList<>()).add(record));
    SortedMap<Piece, Content> contents = new TreeMap<>();
    state
        .histories()
        .forEach(
            (id, history) ->
                contents.put(new Piece(id, 0), new Content(history, new ArrayList<>())));
    queues.forEach((id, queue) -> addQueue(id, queue, contents));
    return contents;
  }

  private void addQueue(
      PolicyId policy, List<QueuedRecord> queue, SortedMap<Piece, Content> contents) {
    int number = 0;
    long bytes = 0;
    for (QueuedRecord record : queue) {
      int more = bytes(HistoryFile.lines(record));
      if (bytes > 0 && bytes + more > partBytes / 2) {
        number++;
        bytes = 0;
      }
      bytes += more;
      contents
          .computeIfAbsent(new Piece(policy, number), piece -> new Content(null, new ArrayList<>()))
          .queue()
          .add(record);
    }
  }

  private static int bytes(Piece piece, Content content) {
    int bytes =
        content.history() == null ? 0 : bytes(HistoryFile.line(piece.policy(), content.history()));
    for (QueuedRecord record : content.queue()) {
      bytes += bytes(HistoryFile.lines(record));
    }
    return bytes;
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /** Where the pieces are now: where the policy's history is, or else the piece's first record. */
  private Map<Piece, Integer> places(SortedMap<Piece, Content> contents) {
    Map<PolicyId, Integer> histories = new HashMap<>();
    Map<String, Integer> records = new HashMap<>();
    oldestFirst()
        .forEach(
            part -> {
              part.getValue()
                  .content()
                  .histories()
                  .keySet()
                  .forEach(id -> histories.put(id, part.getKey()));
              part.getValue()
                  .content()
                  .queue()
                  .forEach(record -> records.put(record.id(), part.getKey()));
            });
    Map<Piece, Integer> places = new HashMap<>();
    contents.forEach(
        (piece, content) -> {
          Integer part = piece.number() == 0 ? histories.get(piece.policy()) : null;
          if (part == null && !content.queue().isEmpty()) {
            part = records.get(content.queue().getFirst().id());
          }
          if (part != null) {
            places.put(piece, part);
          }
        });
    return places;
  }

  private SortedMap<Integer, HistoryFile> filled(
      StoredState wanted, SortedMap<Piece, Content> contents, Map<Piece, Integer> places) {
    SortedMap<Integer, SortedMap<PolicyId, ScalingHistory>> histories = new TreeMap<>();
    SortedMap<Integer, List<QueuedRecord>> queues = new TreeMap<>();
    histories.put(0, new TreeMap<>());
    files.keySet().forEach(number -> histories.put(number, new TreeMap<>()));
    contents.forEach(
        (piece, content) -> {
          int number = Objects.requireNonNull(places.get(piece));
          var inPart = histories.computeIfAbsent(number, n -> new TreeMap<>());
          if (content.history() != null) {
            inPart.put(piece.policy(), content.history());
          }
          queues.computeIfAbsent(number, n -> new ArrayList<>()).addAll(content.queue());
        });
    long sequence = 1 + files.values().stream().mapToLong(HistoryFile::sequence).max().orElse(0);
    SortedMap<Integer, HistoryFile> filled = new TreeMap<>();
    histories.forEach(
        (number, inPart) -> {
          List<QueuedRecord> queue = queues.getOrDefault(number, List.of());
          filled.put(
              number,
              new HistoryFile(
                  sequence,
                  number == 0
                      ? new StoredState(inPart, queue, wanted.lastRun(), wanted.trail())
                      : new StoredState(inPart, queue, null, null)));
        });
    return filled;
  }
}
