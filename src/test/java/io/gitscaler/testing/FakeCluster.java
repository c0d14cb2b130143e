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
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** A cluster of Deployments in memory, one for each policy of the same name. */
public final class FakeCluster implements ClusterReader, WorkloadScaler {
  private final Map<PolicyId, Integer> replicas = new ConcurrentHashMap<>();
  private final Map<PolicyId, String> uids = new ConcurrentHashMap<>();
  private final Map<PolicyId, String> rivals = new ConcurrentHashMap<>();
  private final Map<PolicyId, ScaleOutcome> refusals = new ConcurrentHashMap<>();
  private final List<String> scalings = new ArrayList<>();
  private Consumer<ReplicaChange> beforeScaling = change -> {};

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
    return new Snapshot(new TreeMap<>(replicas));
  }

  @Override
  public ScaleOutcome scale(ReplicaChange change) {
    beforeScaling.accept(change);
    ScaleOutcome refusal = refusals.get(change.policy());
    if (refusal != null) {
      return refusal;
    }
    replicas.put(change.policy(), change.to());
    synchronized (scalings) {
      scalings.add(change.policy() + " " + change.from() + " -> " + change.to());
    }
    return new ScaleOutcome.Applied("2");
  }

  private final class Snapshot implements ClusterSnapshot {
    private final Map<PolicyId, Integer> seen;

    Snapshot(Map<PolicyId, Integer> seen) {
      this.seen = seen;
    }

    @Override
    public Sight<Workload> workload(ScalingPolicy policy) {
      Integer count = seen.get(policy.id());
      TargetRef target = policy.target();
      if (count == null) {
        return Sight.failed(
            new OutsideFailure(
                FailureKind.NOT_FOUND,
                target + " in " + policy.id().namespace(),
                "does not exist",
                "Create it, or remove the policy."));
      }
      return Sight.of(
          new Workload(
              policy.id().namespace(),
              target,
              uids.getOrDefault(policy.id(), ""),
              "1",
              count,
              count,
              "app=" + policy.id().name(),
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
