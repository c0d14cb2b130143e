package io.gitscaler.history;

import io.gitscaler.policy.PolicyId;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Everything that lives between runs.
 *
 * @param queue records that are not known to be in Git, oldest first
 * @param lastRun null before the first run
 * @param earlier the runs before the last one
 * @param trail how far the trail is known to reach; null before anything is known to be in it
 * @param moves how often a policy came here from another shard, as long as one of those still holds what it held: of two
 *     histories of a policy the one that moved more often is the newer. A policy that stands here and has no history is gone
 */
public record StoredState(
    SortedMap<PolicyId, ScalingHistory> histories,
    List<QueuedRecord> queue,
    @Nullable LastRun lastRun,
    RunTally earlier,
    @Nullable TrailMark trail,
    SortedMap<PolicyId, Integer> moves) {
  /** The order of the queue: by time, and by id within one. */
  public static final Comparator<QueuedRecord> OLDEST_FIRST =
      Comparator.comparing(QueuedRecord::at).thenComparing(QueuedRecord::id);

  public static final StoredState EMPTY =
      new StoredState(new TreeMap<>(), List.of(), null, RunTally.NONE, null, new TreeMap<>());

  public StoredState {
    histories = Collections.unmodifiableSortedMap(new TreeMap<>(histories));
    queue = List.copyOf(queue);
    moves = Collections.unmodifiableSortedMap(new TreeMap<>(moves));
  }

  public ScalingHistory history(PolicyId policy) {
    return histories.getOrDefault(policy, ScalingHistory.NONE);
  }

  /** All runs, the last one included. */
  public RunTally tally() {
    return lastRun == null ? earlier : earlier.plus(lastRun);
  }

  public StoredState withHistories(Map<PolicyId, ScalingHistory> changed) {
    TreeMap<PolicyId, ScalingHistory> all = new TreeMap<>(histories);
    all.putAll(changed);
    return new StoredState(all, queue, lastRun, earlier, trail, moves);
  }

  public StoredState without(Collection<PolicyId> gone) {
    TreeMap<PolicyId, ScalingHistory> all = new TreeMap<>(histories);
    all.keySet().removeAll(gone);
    return new StoredState(all, queue, lastRun, earlier, trail, moves);
  }

  public StoredState withQueue(List<QueuedRecord> newQueue) {
    return new StoredState(histories, newQueue, lastRun, earlier, trail, moves);
  }

  /** With what is known of the run now; a run before it is counted among the earlier ones. */
  public StoredState withLastRun(LastRun run) {
    boolean another = lastRun != null && !lastRun.id().equals(run.id());
    return new StoredState(histories, queue, run, another ? tally() : earlier, trail, moves);
  }

  public StoredState withTrail(TrailMark mark) {
    return new StoredState(histories, queue, lastRun, earlier, mark, moves);
  }

  public StoredState withMoves(Map<PolicyId, Integer> newMoves) {
    return new StoredState(histories, queue, lastRun, earlier, trail, new TreeMap<>(newMoves));
  }
}
