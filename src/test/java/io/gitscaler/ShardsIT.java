package io.gitscaler;

import static io.gitscaler.testing.Deployments.deployment;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.gitscaler.audit.AuditTrail;
import io.gitscaler.history.ScalingHistory;
import io.gitscaler.history.ShardState;
import io.gitscaler.history.StoredState;
import io.gitscaler.kubernetes.BulkClusterReader;
import io.gitscaler.kubernetes.ConfigMapHomes;
import io.gitscaler.kubernetes.LeaseHolder;
import io.gitscaler.kubernetes.RunLease;
import io.gitscaler.kubernetes.ScaleSubresource;
import io.gitscaler.policy.LoadedPolicies;
import io.gitscaler.policy.PolicyId;
import io.gitscaler.policy.PolicyKeeper;
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
import io.gitscaler.reconcile.RunSettings;
import io.gitscaler.statefile.RecordLine;
import io.gitscaler.testing.ControlPlane;
import io.gitscaler.testing.FakePrograms;
import io.gitscaler.testing.MovedClock;
import io.gitscaler.testing.NeedsControlPlane;
import io.gitscaler.testing.Policies;
import io.gitscaler.testing.World;
import io.gitscaler.workload.WorkloadScaler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Runs side by side that share 400 policies, on a real API server. */
@NeedsControlPlane
class ShardsIT {
  private static final int POLICIES = 400;

  private final ControlPlane plane = ControlPlane.shared();
  private final KubernetesClient client = plane.admin();
  private final String namespace = plane.namespace("shards");
  private final MovedClock pace = new MovedClock(World.START);
  private final FakePrograms programs = new FakePrograms();
  private final World.MemoryTrail trail = new World.MemoryTrail();
  private final List<ScalingPolicy> policies =
      IntStream.range(0, POLICIES)
          .mapToObj(
              i ->
                  Policies.byPrograms(namespace + "/web-" + i)
                      .downscaleStabilization(Duration.ofMinutes(30))
                      .build())
          .toList();
  private WorkloadScaler scaler = new ScaleSubresource(client);
  private int rounds;
  private int told;

  @Test
  void everyPolicyIsDecidedOnceInEachRoundHoweverManyShareThem() throws Exception {
    deploy();
    // One whose shard of eight is none of three, so that what is announced there must move.
    ScalingPolicy restless =
        policies.stream().filter(policy -> Shard.of(policy.id(), 8) >= 3).findFirst().orElseThrow();

    round(8);
    round(8);
    round(3);
    round(8);
    programs.asks(restless.id().toString(), 4);
    WorkloadScaler real = scaler;
    scaler =
        change -> {
          real.scale(change);
          throw new World.Killed();
        };
    List<Integer> dead = runs(8);
    scaler = real;
    assertThat(dead).containsExactly(Shard.of(restless.id(), 8));

    round(3);
    round(1);
    round(3);
    round(3);
    round(3);

    assertThat(replicas(restless)).isEqualTo(4);
    assertThat(
            trail.all().stream()
                .filter(line -> line.contains(restless.id() + " ") && line.contains("1 -> 4")))
        .hasSize(1);
    assertThat(trail.all().stream().filter(line -> line.contains("policy appeared")))
        .hasSize(POLICIES);
    assertThat(stateObjects())
        .containsExactlyInAnyOrder("gitscaler", "gitscaler-shard-1", "gitscaler-shard-2");
    assertThat(client.leases().inNamespace(namespace).list().getItems()).hasSize(3);
  }

  /** Else the controllers that another test starts have hundreds of targets to make pods for before its own. */
  @AfterEach
  void removeTargets() {
    client.apps().deployments().inNamespace(namespace).delete();
  }

  private void deploy() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Callable<Object>> all = new ArrayList<>();
      for (ScalingPolicy policy : policies) {
        all.add(() -> client.resource(deployment(namespace, policy.target().name(), 1)).create());
      }
      for (Future<Object> one : threads.invokeAll(all)) {
        one.get();
      }
    }
  }

  /** One round in which nobody dies: each policy is evaluated once, and its history grows by that and loses nothing. */
  private void round(int shards) throws Exception {
    Map<PolicyId, Integer> before = recommendations();

    assertThat(runs(shards)).isEmpty();

    Map<PolicyId, Integer> after = recommendations();
    assertThat(after).hasSize(POLICIES);
    after.forEach(
        (policy, count) ->
            assertThat(count).as(policy.toString()).isEqualTo(before.getOrDefault(policy, 0) + 1));
    assertThat(known().histories().values()).allMatch(history -> history.intent() == null);
  }

  /** Runs of all shards at one time; what it returns are the dead ones. */
  private List<Integer> runs(int shards) throws Exception {
    rounds++;
    pace.later(Duration.ofMinutes(1));
    List<Callable<Boolean>> runs = new ArrayList<>();
    for (int i = 0; i < shards; i++) {
      Shard shard = new Shard(i, shards);
      runs.add(() -> survives(shard));
    }
    List<Integer> dead = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(shards)) {
      List<Future<Boolean>> done = threads.invokeAll(runs);
      for (int i = 0; i < shards; i++) {
        if (!done.get(i).get()) {
          dead.add(i);
        }
      }
    }
    List<String> evaluated =
        programs.calls().stream().filter(call -> call.contains(" evaluate ")).toList();
    Map<String, Long> times =
        evaluated.subList(told, evaluated.size()).stream()
            .collect(Collectors.groupingBy(call -> call, Collectors.counting()));
    told = evaluated.size();
    assertThat(times).hasSize(POLICIES);
    assertThat(times.values()).containsOnly(1L);
    return dead;
  }

  private boolean survives(Shard shard) {
    try (Ending ending = new Ending(pace)) {
      String run = "run-" + rounds + "-" + shard.index();
      RunSettings settings =
          new RunSettings(run, "test", RunType.SCALER, 1, Duration.ZERO, Duration.ofHours(24), 4);
      new ReconcileRun(ports(shard, run), settings, ending, Progress.SILENT).run();
      return true;
    } catch (World.Killed killed) {
      return false;
    }
  }

  private Ports ports(Shard shard, String run) {
    ShardPolicies share = new ShardPolicies(new AllPolicies(), PolicyKeeper.NONE, shard);
    AuditTrail inTurn =
        (records, facts, count, known) -> {
          synchronized (trail) {
            return trail.publish(records, facts, count, known);
          }
        };
    return new Ports(
        new Ports.Looking(
            share,
            new ShardCluster(new BulkClusterReader(client, 4), share),
            queries -> Map.of(),
            programs),
        new Ports.Acting(
            new RunLease(
                client,
                namespace,
                "gitscaler",
                shard,
                LeaseHolder.process("test", 1, run),
                Duration.ofMinutes(1),
                pace),
            new ShardState(new ConfigMapHomes(client, namespace, "gitscaler"), shard),
            scaler,
            records -> List.of(),
            inTurn,
            share),
        new RecordLine());
  }

  private final class AllPolicies implements PolicySource {
    @Override
    public LoadedPolicies load() {
      return new LoadedPolicies(
          new PolicyRevision("memory", "main", "c0ffee", World.START),
          policies,
          List.of(),
          List.of());
    }

    @Override
    public void close() {}
  }

  private StoredState known() {
    return new ShardState(new ConfigMapHomes(client, namespace, "gitscaler"), Shard.WHOLE).load();
  }

  private Map<PolicyId, Integer> recommendations() {
    Map<PolicyId, Integer> counts = new TreeMap<>();
    known().histories().forEach((policy, history) -> counts.put(policy, distinct(history)));
    return counts;
  }

  private static int distinct(ScalingHistory history) {
    return (int)
        history.recommendations().stream().map(ScalingHistory.Recommended::at).distinct().count();
  }

  private int replicas(ScalingPolicy policy) {
    return client
        .apps()
        .deployments()
        .inNamespace(namespace)
        .withName(policy.target().name())
        .get()
        .getSpec()
        .getReplicas();
  }

  private List<String> stateObjects() {
    return client
        .configMaps()
        .inNamespace(namespace)
        .withLabel("gitscaler.io/state", "gitscaler")
        .list()
        .getItems()
        .stream()
        .map(ConfigMap::getMetadata)
        .map(meta -> meta.getName())
        .toList();
  }
}
