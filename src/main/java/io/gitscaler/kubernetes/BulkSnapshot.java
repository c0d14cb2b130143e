package io.gitscaler.kubernetes;

import io.gitscaler.failure.FailureKind;
import io.gitscaler.failure.OutsideFailure;
import io.gitscaler.policy.LabelSelector;
import io.gitscaler.policy.PolicyId;
import io.gitscaler.policy.ScalingPolicy;
import io.gitscaler.workload.ClusterSnapshot;
import io.gitscaler.workload.PodSnapshot;
import io.gitscaler.workload.Sight;
import io.gitscaler.workload.Workload;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What a look gave, joined on demand; may be asked from many threads at one time. */
final class BulkSnapshot implements ClusterSnapshot {
  private final Map<String, List<ScalingPolicy>> namespaces;
  private final Map<PolicyId, Sight<Workload>> workloads;
  private final Map<String, Sight<LabelledObjects<PodSnapshot>>> pods;
  private final Map<String, Sight<List<RivalLook>>> rivals;
  private final Map<String, SharedPods> shared = new ConcurrentHashMap<>();

  /**
   * Takes what was seen.
   *
   * @param namespaces the policies of each namespace
   * @param workloads of every policy
   * @param pods of the namespaces where some policy needs them
   * @param rivals of every namespace
   */
  BulkSnapshot(
      Map<String, List<ScalingPolicy>> namespaces,
      Map<PolicyId, Sight<Workload>> workloads,
      Map<String, Sight<LabelledObjects<PodSnapshot>>> pods,
      Map<String, Sight<List<RivalLook>>> rivals) {
    this.namespaces = namespaces;
    this.workloads = workloads;
    this.pods = pods;
    this.rivals = rivals;
  }

  @Override
  public Sight<Workload> workload(ScalingPolicy policy) {
    Sight<Workload> sight = workloads.get(policy.id());
    if (sight == null) {
      throw new IllegalArgumentException(policy.id() + " was not looked at");
    }
    return sight;
  }

  @Override
  public Sight<List<PodSnapshot>> pods(Workload workload) {
    try {
      return Sight.of(podsOf(workload.namespace()).matching(selector(workload)));
    } catch (OutsideFailure failure) {
      return Sight.failed(failure);
    }
  }

  @Override
  public Sight<Optional<String>> rival(ScalingPolicy policy) {
    Sight<List<RivalLook>> sight = rivals.get(policy.id().namespace());
    return switch (sight) {
      case Sight.Unseen<List<RivalLook>> unseen -> Sight.failed(unseen.failure());
      case Sight.Seen<List<RivalLook>> seen ->
          Sight.of(
              seen.value().stream()
                  .filter(rival -> rival.scales(policy.target()))
                  .findFirst()
                  .map(RivalLook::toString));
      case null -> throw new IllegalArgumentException(policy.id() + " was not looked at");
    };
  }

  @Override
  public Sight<List<PolicyId>> sharingPods(ScalingPolicy policy) {
    try {
      String selector = selector(workload(policy).orThrow());
      String namespace = policy.id().namespace();
      LabelledObjects<PodSnapshot> inNamespace = podsOf(namespace);
      return Sight.of(
          shared
              .computeIfAbsent(namespace, name -> new SharedPods(inNamespace, selectors(name)))
              .others(policy.id(), selector));
    } catch (OutsideFailure failure) {
      return Sight.failed(failure);
    }
  }

  /** Selectors that cannot be read select nothing here; their own policies hear of it. */
  private Map<PolicyId, String> selectors(String namespace) {
    Map<PolicyId, String> selectors = new HashMap<>();
    for (ScalingPolicy policy : namespaces.getOrDefault(namespace, List.of())) {
      if (workload(policy) instanceof Sight.Seen<Workload> seen && readable(seen.value())) {
        selectors.put(policy.id(), seen.value().selector());
      }
    }
    return selectors;
  }

  private static boolean readable(Workload workload) {
    try {
      return !selector(workload).isEmpty();
    } catch (OutsideFailure unusable) {
      return false;
    }
  }

  private static String selector(Workload workload) {
    String where = workload.target() + " in namespace " + workload.namespace();
    if (workload.selector().isBlank()) {
      throw new OutsideFailure(
          FailureKind.UNUSABLE,
          where,
          "its scale names no pod selector, so that nobody can tell which pods are its own",
          "Fill the field that subresources.scale.labelSelectorPath of its kind names.");
    }
    try {
      LabelSelector.parse(workload.selector());
    } catch (IllegalArgumentException e) {
      throw new OutsideFailure(
          FailureKind.UNUSABLE,
          where,
          String.valueOf(e.getMessage()),
          "Correct the selector in the status of the object.");
    }
    return workload.selector();
  }

  private LabelledObjects<PodSnapshot> podsOf(String namespace) {
    Sight<LabelledObjects<PodSnapshot>> sight = pods.get(namespace);
    if (sight == null) {
      throw new IllegalArgumentException("no policy of " + namespace + " needs pods");
    }
    return sight.orThrow();
  }
}
