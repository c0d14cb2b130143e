package io.gitscaler.statefile;

import io.gitscaler.policy.PolicyId;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Spreads pieces of the state over parts of bounded size and moves as little as possible: a piece stays where it is as long as
 * its part is neither too full nor, with the others, too empty. A part that gives takes nothing in the same save, so that all
 * pieces that move are written at their new place before they are removed from the old.
 *
 * @param partBytes the most that a part may hold; above zero
 */
record StateSpread(int partBytes) {
  /**
   * What must be in one part: a policy's history with its queue, or, of a long queue, a later piece.
   *
   * @param number 0 for the piece with the history
   */
  record Piece(PolicyId policy, int number) implements Comparable<Piece> {
    private static final Comparator<Piece> ORDER =
        Comparator.comparing(Piece::policy).thenComparingInt(Piece::number);

    @Override
    public int compareTo(Piece other) {
      return ORDER.compare(this, other);
    }
  }

  /**
   * Where each piece belongs.
   *
   * @param givers parts that lost a piece to another; to be written after all others
   */
  record Spread(Map<Piece, Integer> places, Set<Integer> givers) {}

  /** How full a part is made, so that it can grow before something must move. */
  private long comfortable() {
    return partBytes * 3L / 4;
  }

  /**
   * Finds the places.
   *
   * @param sizes of all pieces, in bytes
   * @param before where pieces are now; pieces that are gone do not matter
   * @param parts all numbers in use, also of parts that hold nothing any more
   */
  Spread spread(
      SortedMap<Piece, Integer> sizes, Map<Piece, Integer> before, SortedSet<Integer> parts) {
    Map<Piece, Integer> places = new TreeMap<>();
    SortedMap<Integer, Long> used = new TreeMap<>();
    used.put(0, 0L);
    parts.forEach(part -> used.put(part, 0L));
    sizes.forEach(
        (piece, size) -> {
          Integer part = before.get(piece);
          if (part != null) {
            places.put(piece, part);
            used.merge(part, (long) size, Long::sum);
          }
        });
    Set<Integer> sparse = sparse(sizes, used);
    Set<Integer> givers = new TreeSet<>(sparse);
    used.forEach(
        (part, bytes) -> {
          if (bytes > partBytes) {
            givers.add(part);
          }
        });
    takeOut(sizes, places, used, sparse, givers);
    sizes.forEach(
        (piece, size) -> {
          if (!places.containsKey(piece)) {
            int part = room(size, used, givers);
            places.put(piece, part);
            used.merge(part, (long) size, Long::sum);
          }
        });
    return new Spread(places, givers);
  }

  /** Parts that are to be emptied: where a quarter of them would do, the highest numbers go. */
  private Set<Integer> sparse(SortedMap<Piece, Integer> sizes, SortedMap<Integer, Long> used) {
    long total = sizes.values().stream().mapToLong(Integer::longValue).sum();
    if (total * 4 > (long) partBytes * used.size()) {
      return Set.of();
    }
    long enough = Math.max(1, Math.ceilDiv(total * 2, partBytes));
    return used.keySet().stream().skip(enough).collect(Collectors.toSet());
  }

  /** Takes all pieces out of sparse parts, and out of parts that are too full as many as it needs, the last first. */
  private void takeOut(
      SortedMap<Piece, Integer> sizes,
      Map<Piece, Integer> places,
      Map<Integer, Long> used,
      Set<Integer> sparse,
      Set<Integer> givers) {
    for (Map.Entry<Piece, Integer> entry : new TreeMap<>(sizes).descendingMap().entrySet()) {
      Integer part = places.get(entry.getKey());
      if (part != null && givers.contains(part)) {
        long size = entry.getValue();
        long bytes = Objects.requireNonNull(used.get(part));
        if (sparse.contains(part) || (bytes > comfortable() && bytes > size)) {
          places.remove(entry.getKey());
          used.put(part, bytes - size);
        }
      }
    }
  }

  /** The first part with room; a new one where there is none. */
  private int room(long size, SortedMap<Integer, Long> used, Set<Integer> givers) {
    for (Map.Entry<Integer, Long> entry : used.entrySet()) {
      long bytes = entry.getValue();
      if (!givers.contains(entry.getKey()) && (bytes == 0 || bytes + size <= comfortable())) {
        return entry.getKey();
      }
    }
    int fresh = 0;
    while (used.containsKey(fresh)) {
      fresh++;
    }
    return fresh;
  }
}
