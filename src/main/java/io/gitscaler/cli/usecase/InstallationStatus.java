package io.gitscaler.cli.usecase;

import io.gitscaler.history.Intent;
import io.gitscaler.history.LastRun;
import io.gitscaler.history.LockHolder;
import io.gitscaler.history.QueuedRecord;
import io.gitscaler.history.RunTally;
import io.gitscaler.history.ScalingHistory.FailureStreak;
import io.gitscaler.history.ScalingHistory.NotInForce;
import io.gitscaler.history.StoredState;
import io.gitscaler.history.TrailMark;
import io.gitscaler.policy.PolicyId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How an installation is, from what its runs left.
 *
 * @param at when that was looked at
 * @param lastRun of all shards; null where none wrote state yet
 * @param tally all runs of all shards, the last one included
 * @param policies how many the state knows
 * @param failing policies that failed in their last pass
 * @param notInForce policies of which an older version acts because the merged one is invalid
 * @param announced scalings whose outcome is not known
 * @param shards what the runs of each shard counted, where several share the policies; empty where they do not
 * @param lock null where nobody holds it, or who does could not be seen
 * @param remarks what could not be seen, in sentences
 */
public record InstallationStatus(
    ClusterPlace place,
    Instant at,
    @Nullable LastRun lastRun,
    RunTally tally,
    int policies,
    Map<PolicyId, FailureStreak> failing,
    Map<PolicyId, NotInForce> notInForce,
    Map<PolicyId, Intent> announced,
    Queue queue,
    @Nullable TrailMark trail,
    SortedMap<Integer, RunTally> shards,
    @Nullable LockHolder lock,
    List<String> remarks) {

  /**
   * Records that wait for Git.
   *
   * @param scalings how many of them tell of a change of replicas
   * @param bytes of the records themselves
   * @param oldest null where none waits
   */
  public record Queue(int records, int scalings, long bytes, @Nullable QueuedRecord oldest) {
    static Queue of(List<QueuedRecord> queue) {
      return new Queue(
          queue.size(),
          (int) queue.stream().filter(record -> record.kind().isScaling()).count(),
          queue.stream()
              .mapToLong(record -> record.line().getBytes(StandardCharsets.UTF_8).length)
              .sum(),
          queue.stream().min(StoredState.OLDEST_FIRST).orElse(null));
    }
  }

  /** What a state tells. */
  public static InstallationStatus of(
      ClusterPlace place,
      Instant at,
      StoredState state,
      @Nullable LockHolder lock,
      List<String> remarks) {
    Map<PolicyId, FailureStreak> failing = new TreeMap<>();
    Map<PolicyId, NotInForce> notInForce = new TreeMap<>();
    Map<PolicyId, Intent> announced = new TreeMap<>();
    state
        .histories()
        .forEach(
            (id, history) -> {
              if (history.failure() != null) {
                failing.put(id, history.failure());
              }
              if (history.notInForce() != null) {
                notInForce.put(id, history.notInForce());
              }
              if (history.intent() != null) {
                announced.put(id, history.intent());
              }
            });
    return new InstallationStatus(
        place,
        at,
        state.lastRun(),
        state.tally(),
        state.histories().size(),
        failing,
        notInForce,
        announced,
        Queue.of(state.queue()),
        state.trail(),
        new TreeMap<>(),
        lock,
        List.copyOf(remarks));
  }

  /**
   * The same where several runs share the policies. What was counted is then the sum over all that left state, and each shard is told of,
   * also one that never ran.
   *
   * @param homes what each shard left
   * @param count how many shards there are; null where nobody says, and then as many as the last that left state makes it
   */
  public InstallationStatus withShards(
      SortedMap<Integer, StoredState> homes, @Nullable Integer count) {
    int last = homes.isEmpty() ? 0 : homes.lastKey();
    SortedMap<Integer, RunTally> tallies = new TreeMap<>();
    for (int index = 0; index < (count == null ? last + 1 : count); index++) {
      tallies.put(index, homes.getOrDefault(index, StoredState.EMPTY).tally());
    }
    return new InstallationStatus(
        place,
        at,
        homes.values().stream()
            .map(StoredState::lastRun)
            .filter(Objects::nonNull)
            .max(Comparator.comparing(LastRun::finished))
            .orElse(null),
        RunTally.together(homes.values().stream().map(StoredState::tally).toList()),
        policies,
        failing,
        notInForce,
        announced,
        queue,
        trail,
        tallies.size() > 1 ? tallies : new TreeMap<>(),
        lock,
        remarks);
  }

  /**
   * Why the installation counts as stale: no run has made a pass for so long. Runs that could not do anything do not count, runs
   * in which single policies failed do. Where several runs share the policies, one shard without a pass is enough.
   *
   * @return null where it does not
   */
  public @Nullable String stale(Duration after) {
    for (Map.Entry<Integer, RunTally> shard : shards.entrySet()) {
      String stale = stale(shard.getValue(), "no run of shard " + shard.getKey(), after);
      if (stale != null) {
        return stale;
      }
    }
    return shards.isEmpty() ? stale(tally, "no run", after) : null;
  }

  private @Nullable String stale(RunTally counted, String nobody, Duration after) {
    Instant pass = counted.lastPass();
    if (pass == null) {
      return nobody + " has made a pass yet";
    }
    return pass.isBefore(at.minus(after)) ? nobody + " has made a pass since " + pass : null;
  }
}
