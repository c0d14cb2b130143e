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
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The state in its parts, each small enough for one object. Part 0 is always there and tells of the last run and the trail. A
 * policy's history and its records in the queue are in the same part, as long as they fit, and a record that is new always is, so
 * that one write is atomic for a policy: an announced scaling becomes a queued record in one step.
 *
 * @param partBytes the most that a part may hold
 * @param files by number, as they are stored
 */
public record StateParts(int partBytes, SortedMap<Integer, HistoryFile> files) {
  /** What a count of moves takes beside the policy's name: {@code "":99999,}. */
  private static final int MOVES_BYTES = 9;

  public StateParts {
    files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
  }

  /**
   * One part to be written.
   *
   * @param file null where the part is to be deleted
   */
  public record Change(int number, @Nullable HistoryFile file) {}

  private record Content(
      @Nullable ScalingHistory history, @Nullable Integer moves, List<QueuedRecord> queue) {
    Content(@Nullable ScalingHistory history, @Nullable Integer moves) {
      this(history, moves, new ArrayList<>());
    }
  }

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
    SortedMap<PolicyId, Integer> moves = new TreeMap<>();
    Map<String, QueuedRecord> queue = new LinkedHashMap<>();
    oldestFirst()
        .map(part -> part.getValue().content())
        .forEach(
            part -> {
              histories.keySet().removeAll(part.moves().keySet());
              moves.keySet().removeAll(part.histories().keySet());
              histories.putAll(part.histories());
              moves.putAll(part.moves());
              part.queue().forEach(record -> queue.put(record.id(), record));
            });
    return new StoredState(
        histories,
        queue.values().stream().sorted(StoredState.OLDEST_FIRST).toList(),
        newest(StoredState::lastRun),
        newest(StoredState::earlier),
        newest(StoredState::trail),
        moves);
  }

  /** As the newest part has it that knows more of it than nothing. */
  private <T extends @Nullable Object> T newest(Function<StoredState, T> fact) {
    T nothing = fact.apply(StoredState.EMPTY);
    return oldestFirst()
        .map(part -> fact.apply(part.getValue().content()))
        .filter(known -> !Objects.equals(known, nothing))
        .reduce(nothing, (older, newer) -> newer);
  }

  /** What must be written so that the parts hold this state: nothing where they do, else in the order in which it is safe. */
  public List<Change> changesTo(StoredState wanted) {
    StoredPlaces stored = stored();
    SortedMap<Piece, Content> contents = contents(wanted, stored);
    SortedMap<Piece, Integer> sizes = new TreeMap<>();
    contents.forEach((piece, content) -> sizes.put(piece, bytes(piece, content)));
    TreeMap<Integer, HistoryFile> inUse = new TreeMap<>(files);
    StateSpread.Spread spread =
        new StateSpread(partBytes).spread(sizes, places(contents, stored), inUse.navigableKeySet());
    List<Change> changes = new ArrayList<>();
    filled(wanted, contents, spread.places())
        .forEach(
            (number, file) -> {
              HistoryFile before = files.get(number);
              if (before == null ? !file.isEmpty() : !before.saysTheSameAs(file)) {
                changes.add(new Change(number, number > 0 && file.isEmpty() ? null : file));
              } else if (before != null && number > 0 && before.isEmpty()) {
                changes.add(new Change(number, null));
              }
            });
    changes.sort(Comparator.comparingInt(change -> turn(change, spread.givers())));
    if (!files.containsKey(0) && changes.size() > 1) {
      changes.addFirst(new Change(0, new HistoryFile(1, StoredState.EMPTY)));
    }
    return changes;
  }

  /**
   * When a change is written. What moves is at its new place before it leaves the old, and the first part names another one
   * only while that is there.
   */
  private int turn(Change change, Set<Integer> givers) {
    boolean gives = givers.contains(change.number());
    if (change.file() == null) {
      return 5;
    }
    if (change.number() == 0) {
      return gives ? 4 : 2;
    }
    if (gives) {
      return 3;
    }
    return files.containsKey(change.number()) ? 1 : 0;
  }

  /** The parts that the first one names and that are not there; the first one itself, where only others are. */
  public SortedSet<Integer> missing() {
    HistoryFile first = files.get(0);
    SortedSet<Integer> missing = new TreeSet<>();
    if (first != null) {
      missing.addAll(first.parts());
      missing.removeAll(files.keySet());
    } else if (!files.isEmpty()) {
      missing.add(0);
    }
    return missing;
  }

  private Stream<Map.Entry<Integer, HistoryFile>> oldestFirst() {
    return files.entrySet().stream()
        .sorted(Comparator.comparingLong(part -> part.getValue().sequence()));
  }

  private StoredPlaces stored() {
    StoredPlaces stored = new StoredPlaces();
    oldestFirst().forEach(part -> stored.add(part.getKey(), part.getValue().content()));
    return stored;
  }

  /** A policy is one piece; a queue beyond half a part goes on in further pieces. */
  private SortedMap<Piece, Content> contents(StoredState state, StoredPlaces stored) {
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
                contents.put(new Piece(id, 0), new Content(history, state.moves().get(id))));
    state
        .moves()
        .forEach((id, times) -> contents.putIfAbsent(new Piece(id, 0), new Content(null, times)));
    queues.forEach((id, queue) -> addQueue(id, queue, stored, contents));
    return contents;
  }

  private void addQueue(
      PolicyId policy,
      List<QueuedRecord> queue,
      StoredPlaces stored,
      SortedMap<Piece, Content> contents) {
    List<List<QueuedRecord>> pieces = stored.pieces(policy, queue, partBytes / 2);
    List<QueuedRecord> beside = pieces.removeLast();
    if (!beside.isEmpty()) {
      contents
          .computeIfAbsent(new Piece(policy, 0), piece -> new Content(null, null))
          .queue()
          .addAll(beside);
    }
    for (int i = 0; i < pieces.size(); i++) {
      contents.put(new Piece(policy, i + 1), new Content(null, null, pieces.get(i)));
    }
  }

  private static int bytes(Piece piece, Content content) {
    int bytes =
        content.history() == null ? 0 : bytes(HistoryFile.line(piece.policy(), content.history()));
    bytes += content.moves() == null ? 0 : bytes(piece.policy().toString()) + MOVES_BYTES;
    for (QueuedRecord record : content.queue()) {
      bytes += bytes(record);
    }
    return bytes;
  }

  /** What a record of the queue takes. */
  static int bytes(QueuedRecord record) {
    return bytes(HistoryFile.lines(record));
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static Map<Piece, Integer> places(
      SortedMap<Piece, Content> contents, StoredPlaces stored) {
    Map<Piece, Integer> places = new HashMap<>();
    contents.forEach(
        (piece, content) -> {
          Integer part = stored.of(piece, content.queue());
          if (part != null) {
            places.put(piece, part);
          }
        });
    return places;
  }

  private SortedMap<Integer, HistoryFile> filled(
      StoredState wanted, SortedMap<Piece, Content> contents, Map<Piece, Integer> places) {
    SortedMap<Integer, SortedMap<Piece, Content>> shares = new TreeMap<>();
    shares.put(0, new TreeMap<>());
    files.keySet().forEach(number -> shares.put(number, new TreeMap<>()));
    contents.forEach(
        (piece, content) ->
            shares
                .computeIfAbsent(Objects.requireNonNull(places.get(piece)), n -> new TreeMap<>())
                .put(piece, content));
    long sequence = 1 + files.values().stream().mapToLong(HistoryFile::sequence).max().orElse(0);
    StoredState facts =
        new StoredState(
            new TreeMap<>(),
            List.of(),
            wanted.lastRun(),
            wanted.earlier(),
            wanted.trail(),
            new TreeMap<>());
    SortedMap<Integer, HistoryFile> filled = new TreeMap<>();
    SortedSet<Integer> others = new TreeSet<>();
    shares.forEach(
        (number, share) -> {
          if (number > 0) {
            filled.put(number, new HistoryFile(sequence, part(share, StoredState.EMPTY)));
            if (!share.isEmpty()) {
              others.add(number);
            }
          }
        });
    filled.put(
        0, new HistoryFile(sequence, part(Objects.requireNonNull(shares.get(0)), facts), others));
    return filled;
  }

  private static StoredState part(SortedMap<Piece, Content> share, StoredState facts) {
    Map<PolicyId, ScalingHistory> histories = new HashMap<>();
    Map<PolicyId, Integer> moves = new HashMap<>();
    List<QueuedRecord> queue = new ArrayList<>();
    share.forEach(
        (piece, content) -> {
          if (content.history() != null) {
            histories.put(piece.policy(), content.history());
          }
          if (content.moves() != null) {
            moves.put(piece.policy(), content.moves());
          }
          queue.addAll(content.queue());
        });
    queue.sort(StoredState.OLDEST_FIRST);
    return facts.withHistories(histories).withMoves(moves).withQueue(queue);
  }
}
