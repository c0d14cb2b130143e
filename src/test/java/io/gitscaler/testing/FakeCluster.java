package io.gitscaler.testing;

import io.gitscaler.failure.FailureKind;
import io.gitscaler.failure.OutsideFailure;
import io.gitscaler.policy.PolicyId;
import io.gitscaler.policy.ScalingPolicy;
import io.gitscaler.policy.TargetRef;
import io.gitscaler.workload.ClusterReader;
import io.gitscaler.workload.ClusterSnapshot;
import io.gitscaler.workload.PodSnapshot;
import io.gitscaler.workload.ReplicaChange;
import io.gitscaler.workload.ScaleOutcome;
import io.gitscaler.workload.Sight;
import io.gitscaler.workload.Workload;
import io.gitscaler.workload.WorkloadScaler;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** A cluster of Deployments in memory; each is called {@code shop/web}, as the policy that mostly names it. */
public final class FakeCluster implements ClusterReader, WorkloadScaler {
  private final Map<PolicyId, Integer> replicas = new ConcurrentHashMap<>();
  private final Map<PolicyId, String> uids = new ConcurrentHashMap<>();
  private final Map<PolicyId, String> rivals = new ConcurrentHashMap<>();
  private final Map<PolicyId, ScaleOutcome> refusals = new ConcurrentHashMap<>();
  private final List<String> scalings = new ArrayList<>();
  private final Map<PolicyId, OutsideFailure> hidden = new ConcurrentHashMap<>();
  private Consumer<ReplicaChange> beforeScaling = change -> {};
  private Consumer<ReplicaChange> afterScaling = change -> {};
  private Runnable whileLooking = () -> {};

  public FakeCluster deployment(String policy, int count) {
    PolicyId id = PolicyId.parse(policy);
    replicas.put(id, count);
    uids.putIfAbsent(id, "uid-" + id.name());
    return this;
  }

  public FakeCluster recreated(String policy) {
    uids.put(PolicyId.parse(policy), "uid-of-another");
    return this;
  }

  public FakeCluster without(String policy) {
    replicas.remove(PolicyId.parse(policy));
    return this;
  }

  /** From now on looking at this target fails. */
  public FakeCluster hidden(String deployment) {
    PolicyId id = PolicyId.parse(deployment);
    hidden.put(
        id,
        new OutsideFailure(
            FailureKind.CLUSTER_UNREACHABLE, "deployment " + id, "no answer in time", ""));
    return this;
  }

  public FakeCluster visible(String deployment) {
    hidden.remove(PolicyId.parse(deployment));
    return this;
  }

  public FakeCluster rival(String policy, String rival) {
    rivals.put(PolicyId.parse(policy), rival);
    return this;
  }

  /** From now on this target answers every scaling so. */
  public FakeCluster answering(String policy, ScaleOutcome outcome) {
    refusals.put(PolicyId.parse(policy), outcome);
    return this;
  }

  public FakeCluster beforeScaling(Consumer<ReplicaChange> observer) {
    beforeScaling = observer;
    return this;
  }

  /** What happens during each look. */
  public FakeCluster whileLooking(Runnable then) {
    whileLooking = then;
    return this;
  }

  public FakeCluster afterScaling(Consumer<ReplicaChange> observer) {
    afterScaling = observer;
    return this;
  }

  public int replicas(String policy) {
    return replicas.getOrDefault(PolicyId.parse(policy), -1);
  }

  /** Every scaling that was applied, as {@code shop/web 1 -> 3}, in order. */
  public List<String> scalings() {
    synchronized (scalings) {
      return List.copyOf(scalings);
    }
  }

  @Override
  public ClusterSnapshot observe(List<ScalingPolicy> policies) {
    whileLooking.run();
    return new Snapshot(new TreeMap<>(replicas));
  }

  @Override
  public Sight<Workload> look(String namespace, TargetRef target) {
    return new Snapshot(new TreeMap<>(replicas)).workload(namespace, target);
  }

  @Override
  public ScaleOutcome scale(ReplicaChange change) {
    beforeScaling.accept(change);
    ScaleOutcome refusal = refusals.get(change.policy());
    if (refusal != null) {
      return refusal;
    }
    Workload workload = change.workload();
    PolicyId deployment = new PolicyId(workload.namespace(), workload.target().name());
    replicas.put(deployment, change.to());
    synchronized (scalings) {
      scalings.add(deployment + " " + change.from() + " -> " + change.to());
    }
    afterScaling.accept(change);
    return new ScaleOutcome.Applied("2");
  }

  private final class Snapshot implements ClusterSnapshot {
    private final Map<PolicyId, Integer> seen;

    Snapshot(Map<PolicyId, Integer> seen) {
      this.seen = seen;
    }

    @Override
    public Sight<Workload> workload(ScalingPolicy policy) {
      return workload(policy.id().namespace(), policy.target());
    }

    Sight<Workload> workload(String namespace, TargetRef target) {
      PolicyId deployment = new PolicyId(namespace, target.name());
      OutsideFailure failure = hidden.get(deployment);
      Integer count = seen.get(deployment);
      if (failure == null && count == null) {
        failure =
            new OutsideFailure(
                FailureKind.NOT_FOUND,
                target + " in " + namespace,
                "does not exist",
                "Create it, or remove the policy.");
      }
      if (failure != null || count == null) {
        return Sight.failed(Objects.requireNonNull(failure));
      }
      return Sight.of(
          new Workload(
              namespace,
              target,
              uids.getOrDefault(deployment, ""),
              "1",
              count,
              count,
              "app=" + target.name(),
              "{\"metadata\":{\"name\":\"" + target.name() + "\"}}"));
    }

    @Override
    public Sight<List<PodSnapshot>> pods(Workload workload) {
      List<PodSnapshot> pods = new ArrayList<>();
      for (int i = 0; i < workload.specReplicas(); i++) {
        pods.add(Pods.running(workload.namespace(), workload.target().name() + "-" + i));
      }
      return Sight.of(pods);
    }

    @Override
    public Sight<Optional<String>> rival(ScalingPolicy policy) {
      return Sight.of(Optional.ofNullable(rivals.get(policy.id())));
    }

    @Override
    public Sight<List<PolicyId>> sharingPods(ScalingPolicy policy) {
      return Sight.of(List.of());
    }
  }
}
