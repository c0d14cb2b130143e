package io.gitscaler.statefile;

import io.gitscaler.history.QueuedRecord;
import io.gitscaler.history.StoredState;
import io.gitscaler.policy.PolicyId;
import io.gitscaler.statefile.StateSpread.Piece;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** In which part each policy's history is, or the mark that it is gone, and each record of the queue. */
final class StoredPlaces {
  private final Map<PolicyId, Integer> histories = new HashMap<>();
  private final Map<String, Integer> records = new HashMap<>();

  /** Adds a part; of what is in two of them, the later added counts. */
  void add(int part, StoredState content) {
    content.histories().keySet().forEach(id -> histories.put(id, part));
    content.moves().keySet().forEach(id -> histories.put(id, part));
    content.queue().forEach(record -> records.put(record.id(), part));
  }

  /** Where a piece is: where the policy's history is, or else the piece's first record; null where it is nowhere yet. */
  @Nullable Integer of(Piece piece, List<QueuedRecord> queue) {
    Integer part = piece.number() == 0 ? histories.get(piece.policy()) : null;
    return part == null && !queue.isEmpty() ? records.get(queue.getFirst().id()) : part;
  }

  /**
   * Cuts a policy's queue into pieces. What is stored stays in the part where it is. What is not stored yet is in the last piece,
   * which belongs beside the history: an announced scaling then becomes a record in one write.
   *
   * @param most bytes that a piece may take, where it has more than one record
   */
  List<List<QueuedRecord>> pieces(PolicyId policy, List<QueuedRecord> queue, int most) {
    Integer home = histories.get(policy);
    SortedMap<Integer, List<QueuedRecord>> elsewhere = new TreeMap<>();
    List<QueuedRecord> beside = new ArrayList<>();
    List<QueuedRecord> fresh = new ArrayList<>();
    for (QueuedRecord record : queue) {
      Integer part = records.get(record.id());
      if (part == null) {
        fresh.add(record);
      } else if (part.equals(home)) {
        beside.add(record);
      } else {
        elsewhere.computeIfAbsent(part, number -> new ArrayList<>()).add(record);
      }
    }
    beside.addAll(fresh);
    List<List<QueuedRecord>> pieces = new ArrayList<>();
    elsewhere.values().forEach(stored -> pieces.addAll(cut(stored, most)));
    pieces.addAll(beside.isEmpty() ? List.of(List.of()) : cut(beside, most));
    return pieces;
  }

  private static List<List<QueuedRecord>> cut(List<QueuedRecord> records, int most) {
    List<List<QueuedRecord>> pieces = new ArrayList<>();
    long bytes = 0;
    for (QueuedRecord record : records) {
      int more = StateParts.bytes(record);
      if (pieces.isEmpty() || bytes + more > most) {
        pieces.add(new ArrayList<>());
        bytes = 0;
      }
      bytes += more;
      pieces.getLast().add(record);
    }
    return pieces;
  }
}
