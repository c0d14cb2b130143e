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
 * @param trail how far the trail is known to reach; null before anything is known to be in it
 */
public record StoredState(
    SortedMap<PolicyId, ScalingHistory> histories,
    List<QueuedRecord> queue,
    @Nullable LastRun lastRun,
    @Nullable TrailMark trail) {
  /** The order of the queue: by time, and by id within one. */
  public static final Comparator<QueuedRecord> OLDEST_FIRST =
      Comparator.comparing(QueuedRecord::at).thenComparing(QueuedRecord::id);

  public static final StoredState EMPTY = new StoredState(new TreeMap<>(), List.of(), null, null);

  public StoredState {
    histories = Collections.unmodifiableSortedMap(new TreeMap<>(histories));
    queue = List.copyOf(queue);
  }

  public ScalingHistory history(PolicyId policy) {
    return histories.getOrDefault(policy, ScalingHistory.NONE);
  }

  public StoredState withHistories(Map<PolicyId, ScalingHistory> changed) {
    TreeMap<PolicyId, ScalingHistory> all = new TreeMap<>(histories);
    all.putAll(changed);
    return new StoredState(all, queue, lastRun, trail);
  }

  public StoredState without(Collection<PolicyId> gone) {
    TreeMap<PolicyId, ScalingHistory> all = new TreeMap<>(histories);
    all.keySet().removeAll(gone);
    return new StoredState(all, queue, lastRun, trail);
  }

  public StoredState withQueue(List<QueuedRecord> newQueue) {
    return new StoredState(histories, newQueue, lastRun, trail);
  }

  public StoredState withLastRun(LastRun run) {
    return new StoredState(histories, queue, run, trail);
  }

  public StoredState withTrail(TrailMark mark) {
    return new StoredState(histories, queue, lastRun, mark);
  }
}
