package io.gitscaler.testing;

import io.gitscaler.audit.AuditRecord;
import io.gitscaler.audit.AuditTrail;
import io.gitscaler.audit.EventSink;
import io.gitscaler.audit.RecordFormat;
import io.gitscaler.audit.RunFacts;
import io.gitscaler.failure.FailureKind;
import io.gitscaler.failure.OutsideFailure;
import io.gitscaler.history.QueuedRecord;
import io.gitscaler.history.RecordKind;
import io.gitscaler.history.RunLock;
import io.gitscaler.history.ShardState;
import io.gitscaler.history.StateHomes;
import io.gitscaler.history.StateStore;
import io.gitscaler.history.StoredState;
import io.gitscaler.history.TrailMark;
import io.gitscaler.metric.Measurement;
import io.gitscaler.metric.MetricQuery;
import io.gitscaler.policy.LoadedPolicies;
import io.gitscaler.policy.PolicyKeeper;
import io.gitscaler.policy.PolicyProblem;
import io.gitscaler.policy.PolicyRevision;
import io.gitscaler.policy.PolicySource;
import io.gitscaler.policy.ScalingPolicy;
import io.gitscaler.policy.Shard;
import io.gitscaler.policy.ShardPolicies;
import io.gitscaler.program.RunType;
import io.gitscaler.reconcile.Ending;
import io.gitscaler.reconcile.Ports;
import io.gitscaler.reconcile.Progress;
import io.gitscaler.reconcile.ReconcileRun;
import io.gitscaler.reconcile.RunReport;
import io.gitscaler.reconcile.RunSettings;
import io.gitscaler.workload.ScaleOutcome;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Everything outside a run, in memory, with a clock that a test moves. */
public final class World {
  public static final Instant START = Instant.parse("2026-11-22T09:00:00Z");

  public final FakeCluster cluster = new FakeCluster();
  public final FakePrograms programs = new FakePrograms();
  public final MemoryState state = new MemoryState();
  private final SortedMap<Integer, MemoryState> homes = new TreeMap<>(Map.of(0, state));
  public final MemoryTrail trail = new MemoryTrail();
  public final List<AuditRecord> events = new ArrayList<>();
  private final List<ScalingPolicy> policies = new ArrayList<>();
  private final List<PolicyProblem> problems = new ArrayList<>();
  private Function<MetricQuery, Measurement> metrics =
      query -> new Measurement.Unavailable(Measurement.Why.EMPTY, "no reading");
  private final MovedClock clock = new MovedClock(START);
  private @Nullable Duration deadline;
  private @Nullable Ending ending;
  private @Nullable PolicySource source;
  private PolicyKeeper keeper = PolicyKeeper.NONE;
  private RecordFormat format = new WordFormat();
  private int runs;
  private int confirmations;
  private int failConfirmationsFrom = Integer.MAX_VALUE;
  private FailureKind confirmationFailure = FailureKind.LEASE;

  public World policies(Policies... builders) {
    policies.clear();
    for (Policies builder : builders) {
      policies.add(builder.build());
    }
    return this;
  }

  /** A policy as it was read. */
  public World policy(ScalingPolicy policy) {
    policies.clear();
    policies.add(policy);
    return this;
  }

  /** Policies from elsewhere, and who keeps them. */
  public World policies(PolicySource from, PolicyKeeper keptBy) {
    source = from;
    keeper = keptBy;
    return this;
  }

  /** Records are spelled so; else in a few words. */
  public World format(RecordFormat newFormat) {
    format = newFormat;
    return this;
  }

  public World problems(PolicyProblem... found) {
    problems.clear();
    problems.addAll(List.of(found));
    return this;
  }

  public World metrics(Function<MetricQuery, Measurement> readings) {
    metrics = readings;
    return this;
  }

  public World later(Duration by) {
    clock.later(by);
    return this;
  }

  /** From now on a run is over after this time. */
  public World deadline(Duration afterStart) {
    deadline = afterStart;
    return this;
  }

  /** Tells the run that is under way to end, as SIGTERM does. */
  public void terminate() {
    Objects.requireNonNull(ending).tell("SIGTERM");
  }

  /** The lock is lost when it is confirmed for the n-th time from now. */
  public World losingLockAt(int confirmation) {
    return failingConfirmationsFrom(confirmation, FailureKind.LEASE);
  }

  /** The lock cannot be confirmed from the n-th time from now on. */
  public World failingConfirmationsFrom(int confirmation, FailureKind kind) {
    failConfirmationsFrom = confirmations + confirmation;
    confirmationFailure = kind;
    return this;
  }

  /** How often a run confirmed its lock so far. */
  public int confirmations() {
    return confirmations;
  }

  public Instant now() {
    return clock.instant();
  }

  public RunReport run() {
    return run(RunType.SCALER, 1);
  }

  public RunReport run(RunType type, int passes) {
    return reconcile(ports(Shard.WHOLE), type, passes);
  }

  /** The run of one of several that share the policies. */
  public RunReport run(Shard shard) {
    return reconcile(ports(shard), RunType.SCALER, 1);
  }

  public RunReport plan() {
    return reconcile(ports(Shard.WHOLE).observing(), RunType.DRY_RUN, 1);
  }

  /** Where a shard keeps its state; that of shard 0 is {@link #state}. */
  public MemoryState home(int shard) {
    return homes.computeIfAbsent(shard, index -> new MemoryState());
  }

  /** What each home holds, where it holds anything. */
  public SortedMap<Integer, StoredState> homes() {
    return new MemoryHomes().load();
  }

  /** What all homes know together. */
  public StoredState known() {
    return new ShardState(new MemoryHomes(), Shard.WHOLE).load();
  }

  private RunReport reconcile(Ports ports, RunType type, int passes) {
    runs++;
    RunSettings settings =
        new RunSettings(
            "run" + runs, "test", type, passes, Duration.ofSeconds(15), Duration.ofHours(24), 4);
    try (Ending ending = deadline == null ? new Ending(clock) : Ending.after(clock, deadline)) {
      this.ending = ending;
      programs.start();
      return new ReconcileRun(ports, settings, ending, Progress.SILENT).run();
    }
  }

  private Ports ports(Shard shard) {
    EventSink sink =
        records -> {
          events.addAll(records);
          return List.of();
        };
    ShardPolicies share =
        new ShardPolicies(source == null ? new MemoryPolicies() : source, keeper, shard);
    return new Ports(
        new Ports.Looking(share, cluster, this::read, programs),
        new Ports.Acting(
            MemoryLock::new, new ShardState(new MemoryHomes(), shard), cluster, sink, trail, share),
        format);
  }

  private final class MemoryHomes implements StateHomes {
    @Override
    public SortedMap<Integer, StoredState> load() {
      SortedMap<Integer, StoredState> found = new TreeMap<>();
      homes.forEach(
          (index, home) -> {
            if (!home.load().equals(StoredState.EMPTY)) {
              found.put(index, home.load());
            }
          });
      return found;
    }

    @Override
    public void save(int home, StoredState state) {
      home(home).save(state);
    }

    @Override
    public void remove(int home) {
      home(home).stored = StoredState.EMPTY;
    }
  }

  private Map<MetricQuery, Measurement> read(Collection<MetricQuery> queries) {
    Map<MetricQuery, Measurement> readings = new LinkedHashMap<>();
    queries.forEach(query -> readings.put(query, metrics.apply(query)));
    return readings;
  }

  private final class MemoryPolicies implements PolicySource {
    @Override
    public LoadedPolicies load() {
      return new LoadedPolicies(
          new PolicyRevision("memory", "main", "c0ffee", START), policies, problems, List.of());
    }

    @Override
    public void close() {}
  }

  private final class MemoryLock implements RunLock.Held {
    @Override
    public void confirm() {
      confirmations++;
      if (confirmations >= failConfirmationsFrom) {
        throw new OutsideFailure(confirmationFailure, "lease test", "is not ours", "");
      }
    }

    @Override
    public Duration confirmEvery() {
      return Duration.ofSeconds(10);
    }

    @Override
    public void close() {}
  }

  /** The end of a process, at once and without a word. */
  public static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Killed() {
      super("killed", null, false, false);
    }
  }

  /** State in memory that counts its writes, can refuse them, and can be the place where a process ends. */
  public static final class MemoryState implements StateStore {
    public StoredState stored = StoredState.EMPTY;
    public int saves;
    private int refuseFrom = Integer.MAX_VALUE;
    private int killBefore;
    private int killAfter;
    private int silentAt;
    private int room = Integer.MAX_VALUE;

    /** Refuses every write from the n-th on, counted from now. */
    public void refusingFrom(int save) {
      refuseFrom = saves + save;
    }

    /** Kills the process when it is about to make the n-th write from now. */
    public void killingBefore(int save) {
      killBefore = saves + save;
    }

    /** Kills the process when the n-th write from now is made. */
    public void killingAfter(int save) {
      killAfter = saves + save;
    }

    /** Makes the n-th write from now, and loses the answer. */
    public void losingAnswerOf(int save) {
      silentAt = saves + save;
    }

    public void accepting() {
      refuseFrom = Integer.MAX_VALUE;
    }

    /** Refuses from now on every write of more records and announcements than this. */
    public void room(int most) {
      room = most;
    }

    private static long size(StoredState state) {
      return state.queue().size()
          + state.histories().values().stream().filter(one -> one.intent() != null).count();
    }

    /** Kills nobody any more. */
    public void sparing() {
      killBefore = 0;
      killAfter = 0;
    }

    @Override
    public StoredState load() {
      return stored;
    }

    @Override
    public void save(StoredState state) {
      if (saves + 1 >= refuseFrom) {
        throw new OutsideFailure(FailureKind.CONFLICT, "state", "somebody else wrote", "");
      }
      if (size(state) > room) {
        throw new OutsideFailure(FailureKind.FORBIDDEN, "state", "is full", "");
      }
      saves++;
      if (saves == killBefore) {
        throw new Killed();
      }
      stored = state;
      if (saves == killAfter) {
        throw new Killed();
      }
      if (saves == silentAt) {
        throw new OutsideFailure(FailureKind.CLUSTER_UNREACHABLE, "state", "no answer in time", "");
      }
    }
  }

  /** A trail in memory that can be out of reach. */
  public static final class MemoryTrail implements AuditTrail {
    public final List<List<String>> commits = new ArrayList<>();

    /** The last known commit that each publication was told of; empty where none was known. */
    public final List<String> marks = new ArrayList<>();

    private final Set<String> held = new LinkedHashSet<>();
    private long bytes;
    private @Nullable OutsideFailure failure;
    private boolean killing;
    private Runnable whilePublishing = () -> {};

    /** Kills the process when the next push has arrived. */
    public void killingAfterPush() {
      killing = true;
    }

    /** Kills nobody any more. */
    public void sparing() {
      killing = false;
    }

    public void unreachable() {
      failure = new OutsideFailure(FailureKind.GIT_UNREACHABLE, "git", "does not answer", "");
    }

    /** What happens when a push is under way. */
    public void whilePublishing(Runnable then) {
      whilePublishing = then;
    }

    public void reachable() {
      failure = null;
    }

    public boolean holds(String record) {
      return held.contains(record);
    }

    /** Headlines of all records, in order. */
    public List<String> all() {
      return commits.stream().flatMap(List::stream).toList();
    }

    /** What all lines take, with their line breaks. */
    public long bytes() {
      return bytes;
    }

    /** Headlines of the last commit. */
    public List<String> last() {
      return commits.getLast();
    }

    @Override
    public Published publish(
        List<QueuedRecord> records, RunFacts run, int policyCount, @Nullable TrailMark known) {
      marks.add(known == null ? "" : known.commit());
      whilePublishing.run();
      if (failure != null) {
        return Published.nothing(failure);
      }
      List<String> lines = new ArrayList<>();
      for (QueuedRecord record : records) {
        if (held.add(record.id())) {
          lines.add(record.headline());
          bytes += record.line().getBytes(StandardCharsets.UTF_8).length + 1;
        }
      }
      commits.add(lines);
      if (killing) {
        killing = false;
        throw new Killed();
      }
      return new Published(
          Set.copyOf(records.stream().map(QueuedRecord::id).toList()),
          "commit" + commits.size(),
          new TrailMark("memory", "trail", "commit" + commits.size(), START),
          null);
    }
  }

  /** Spells a record as {@code SCALED_UP shop/web: sentence}. */
  private static final class WordFormat implements RecordFormat {
    private final Map<String, AuditRecord> spelled = new HashMap<>();

    @Override
    public AuditRecord read(String line) {
      return Objects.requireNonNull(spelled.get(line), line);
    }

    @Override
    public QueuedRecord spell(AuditRecord record) {
      String headline = record.kind() + " " + record.policy() + ": " + record.sentence();
      spelled.put(headline, record);
      return new QueuedRecord(
          record.id(), record.policy(), record.at(), record.kind(), headline, "", headline);
    }

    @Override
    public QueuedRecord complete(
        String id, QueuedRecord intended, RecordKind kind, ScaleOutcome outcome, String sentence) {
      String headline = kind + " " + intended.policy() + ": " + sentence;
      return new QueuedRecord(
          id, intended.policy(), intended.at(), kind, headline, intended.policyCommit(), headline);
    }
  }
}
