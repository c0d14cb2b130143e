package io.gitscaler.history;

import io.gitscaler.policy.PolicyId;
import io.gitscaler.policy.Shard;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How policies move from shard to shard when the number of shards changes. A shard writes only its own home. It adopts what other
 * homes hold of its policies by writing it at home, counted as one move more, and it forgets what it holds of others' policies
 * once it sees it in the home of their shard. Until then there are two copies, of which the one that moved more often is the
 * newer, and nobody changes the older one.
 *
 * <p>A record that waits for Git moves in the same way: it stays at home, even when it is in Git, until no other home holds it.
 * The trail recognises it by its id when it comes again.
 */
final class Handover {
  /**
   * What one home says of a policy.
   *
   * @param history null where it says that the policy is gone
   */
  private record Copy(int home, PolicyId policy, int moves, @Nullable ScalingHistory history) {
    /** Two with the same number of moves are there only when two layouts ran at once, which the Leases prevent. */
    private static final Comparator<Copy> OLDEST_FIRST =
        Comparator.comparingInt(Copy::moves)
            .thenComparing(Copy::lastSeen)
            .thenComparing(Comparator.comparingInt(Copy::home).reversed());

    Instant lastSeen() {
      Instant seen = history == null ? null : history.lastSeen();
      return seen == null ? Instant.MIN : seen;
    }

    Copy orNewer(Copy other) {
      return OLDEST_FIRST.compare(this, other) < 0 ? other : this;
    }
  }

  private final Shard shard;
  private final SortedMap<Integer, StoredState> homes;

  /** Of each of this shard's policies the newest copy. */
  private final SortedMap<PolicyId, Copy> newest = new TreeMap<>();

  /** This shard's policies of which other homes hold copies, and the records about its policies that they hold. */
  private final Set<PolicyId> elsewhere = new HashSet<>();

  private final Map<String, QueuedRecord> queuedElsewhere = new LinkedHashMap<>();

  /** The ids of the records that each home holds. */
  private final Map<Integer, Set<String>> queued = new HashMap<>();

  Handover(Shard shard, SortedMap<Integer, StoredState> homes) {
    this.shard = shard;
    this.homes = homes;
    homes.forEach(this::look);
  }

  private void look(int home, StoredState state) {
    boolean own = home == shard.index();
    copies(home)
        .filter(copy -> shard.takes(copy.policy()))
        .forEach(
            copy -> {
              newest.merge(copy.policy(), copy, Copy::orNewer);
              if (!own) {
                elsewhere.add(copy.policy());
              }
            });
    Set<String> ids = new HashSet<>();
    for (QueuedRecord record : state.queue()) {
      ids.add(record.id());
      if (!own && shard.takes(record.policy())) {
        queuedElsewhere.put(record.id(), record);
      }
    }
    queued.put(home, ids);
  }

  /** What this shard works on: all that any home knows of its policies, and nothing of the others'. */
  StoredState taken() {
    SortedMap<PolicyId, ScalingHistory> histories = new TreeMap<>();
    newest.forEach(
        (policy, copy) -> {
          if (copy.history() != null) {
            histories.put(policy, copy.history());
          }
        });
    Map<String, QueuedRecord> queue = new LinkedHashMap<>(queuedElsewhere);
    home().queue().stream()
        .filter(record -> shard.takes(record.policy()))
        .forEach(record -> queue.put(record.id(), record));
    TrailMark trail = trail();
    StoredState taken =
        home()
            .without(home().histories().keySet())
            .withMoves(Map.of())
            .withHistories(histories)
            .withQueue(queue.values().stream().sorted(StoredState.OLDEST_FIRST).toList());
    return trail == null ? taken : taken.withTrail(trail);
  }

  /** What the shard's home must hold so that nothing is lost, once what was {@link #taken} has become this. */
  StoredState atHome(StoredState state) {
    Map<PolicyId, ScalingHistory> left = new HashMap<>();
    Map<PolicyId, Integer> moves = new TreeMap<>();
    for (PolicyId policy : elsewhere) {
      Copy copy = Objects.requireNonNull(newest.get(policy));
      moves.put(policy, copy.home() == shard.index() ? copy.moves() : copy.moves() + 1);
    }
    copies(shard.index())
        .filter(copy -> !shard.takes(copy.policy()) && !adopted(copy))
        .forEach(
            copy -> {
              if (copy.history() != null) {
                left.put(copy.policy(), copy.history());
              }
              if (copy.moves() > 0) {
                moves.put(copy.policy(), copy.moves());
              }
            });
    return state.withHistories(left).withMoves(moves).withQueue(queueAtHome(state));
  }

  private List<QueuedRecord> queueAtHome(StoredState state) {
    List<QueuedRecord> queue = new ArrayList<>(state.queue());
    Set<String> there = queue.stream().map(QueuedRecord::id).collect(Collectors.toSet());
    queuedElsewhere.values().stream()
        .filter(record -> !there.contains(record.id()))
        .forEach(queue::add);
    home().queue().stream()
        .filter(record -> !shard.takes(record.policy()) && !adopted(record))
        .forEach(queue::add);
    return queue;
  }

  /** The homes of shards that are no more, as far as they are this shard's to remove and all that they hold is adopted. */
  List<Integer> abandoned() {
    return homes.tailMap(shard.count()).keySet().stream()
        .filter(home -> home % shard.count() == shard.index())
        .filter(home -> copies(home).allMatch(this::adopted))
        .filter(home -> home(home).queue().stream().allMatch(this::adopted))
        .toList();
  }

  private StoredState home() {
    return home(shard.index());
  }

  private StoredState home(int index) {
    return homes.getOrDefault(index, StoredState.EMPTY);
  }

  private Stream<Copy> copies(int home) {
    StoredState state = home(home);
    return Stream.concat(state.histories().keySet().stream(), state.moves().keySet().stream())
        .distinct()
        .map(policy -> Objects.requireNonNull(copy(home, policy)));
  }

  private @Nullable Copy copy(int home, PolicyId policy) {
    StoredState state = home(home);
    ScalingHistory history = state.histories().get(policy);
    Integer moves = state.moves().get(policy);
    return history == null && moves == null
        ? null
        : new Copy(home, policy, moves == null ? 0 : moves, history);
  }

  /** Whether the policy's own shard has taken this copy over. */
  private boolean adopted(Copy left) {
    Copy owned = copy(Shard.of(left.policy(), shard.count()), left.policy());
    return owned != null && owned.moves() > left.moves();
  }

  private boolean adopted(QueuedRecord record) {
    int owner = Shard.of(record.policy(), shard.count());
    return queued.getOrDefault(owner, Set.of()).contains(record.id());
  }

  /** How far the trail reaches: it is one for all, so the newest that any shard knows. */
  private @Nullable TrailMark trail() {
    return homes.values().stream()
        .map(StoredState::trail)
        .filter(Objects::nonNull)
        .max(Comparator.comparing(TrailMark::at))
        .orElse(null);
  }
}
