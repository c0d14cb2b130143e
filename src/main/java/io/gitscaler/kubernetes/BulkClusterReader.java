package io.gitscaler.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.gitscaler.failure.FailureKind;
import io.gitscaler.policy.PolicyId;
import io.gitscaler.policy.ScalingPolicy;
import io.gitscaler.policy.TargetRef;
import io.gitscaler.workload.ClusterReader;
import io.gitscaler.workload.ClusterSnapshot;
import io.gitscaler.workload.PodSnapshot;
import io.gitscaler.workload.Sight;
import io.gitscaler.workload.Workload;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Looks at the cluster with a handful of lists for each namespace: one for each kind of target, one of pods, one of each kind of
 * other autoscaler. The number of policies makes the lists longer, not more. A list that fails affects the policies that need
 * it.
 *
 * <p>Two exceptions: where a namespace has one target of a kind, the list is narrowed to its name; and where a custom
 * resource's definition may not be read, the scale of each of its targets is asked for by itself.
 */
public final class BulkClusterReader implements ClusterReader {
  private final ApiRequests requests;
  private final ApiDiscovery discovery;
  private final int parallelism;

  /**
   * A reader for one run.
   *
   * @param parallelism how many requests may be under way at one time; 1 or more
   */
  public BulkClusterReader(KubernetesClient client, int parallelism) {
    requests = new ApiRequests(client);
    discovery = new ApiDiscovery(requests);
    this.parallelism = parallelism;
  }

  /** A kind as policies name it. */
  private record KindName(String apiVersion, String kind) {
    static KindName of(ScalingPolicy policy) {
      return new KindName(policy.target().apiVersion(), policy.target().kind());
    }
  }

  /** Policies whose targets are of one kind and in one namespace. */
  private record Group(String namespace, KindName kind) {
    static Group of(ScalingPolicy policy) {
      return new Group(policy.id().namespace(), KindName.of(policy));
    }
  }

  @Override
  public ClusterSnapshot observe(List<ScalingPolicy> policies) {
    // Asks the API server as a whole, once in a run; nothing else could succeed where this fails.
    discovery.open();
    Map<String, List<ScalingPolicy>> namespaces =
        policies.stream()
            .collect(
                Collectors.groupingBy(
                    policy -> policy.id().namespace(), TreeMap::new, Collectors.toList()));
    try (SideBySide side = new SideBySide(parallelism)) {
      Map<KindName, Future<Sight<ScalableKind>>> kinds = kinds(policies, side);
      Map<String, Future<Sight<LabelledObjects<PodSnapshot>>>> pods = pods(namespaces, side);
      Map<String, Future<Sight<List<RivalLook>>>> rivals = rivals(namespaces.keySet(), side);
      Map<PolicyId, Sight<Workload>> workloads = workloads(policies, kinds, side);
      requireAnswer(workloads.values());
      return new BulkSnapshot(namespaces, workloads, results(pods), results(rivals));
    }
  }

  @Override
  public Sight<Workload> look(String namespace, TargetRef target) {
    String name = target.name();
    try (SideBySide side = new SideBySide(1)) {
      return SideBySide.result(
          side.look(
              target + " in namespace " + namespace,
              () -> {
                ScalableKind kind = ScalableKind.find(discovery, requests, target);
                TargetLook look =
                    new TargetLook(requests, namespace, kind, Map.of(name, target), Set.of());
                return kind.fields().isEmpty()
                    ? look.atScale(target)
                    : pick(Sight.of(look.list(kind.fields().get())), look, name).orThrow();
              }));
    }
  }

  private Map<KindName, Future<Sight<ScalableKind>>> kinds(
      List<ScalingPolicy> policies, SideBySide side) {
    Map<KindName, Future<Sight<ScalableKind>>> kinds = new HashMap<>();
    for (ScalingPolicy policy : policies) {
      TargetRef target = policy.target();
      kinds.computeIfAbsent(
          KindName.of(policy),
          name ->
              side.look(
                  name.apiVersion() + " " + name.kind(),
                  () -> ScalableKind.find(discovery, requests, target)));
    }
    return kinds;
  }

  private Map<String, Future<Sight<LabelledObjects<PodSnapshot>>>> pods(
      Map<String, List<ScalingPolicy>> namespaces, SideBySide side) {
    Map<String, Future<Sight<LabelledObjects<PodSnapshot>>>> pods = new HashMap<>();
    namespaces.forEach(
        (namespace, policies) -> {
          if (policies.stream().anyMatch(Needs::pods)) {
            PodLook look = new PodLook(namespace, policies.stream().anyMatch(Needs::podDocuments));
            pods.put(
                namespace, side.look("pods in namespace " + namespace, () -> look.look(requests)));
          }
        });
    return pods;
  }

  private Map<String, Future<Sight<List<RivalLook>>>> rivals(
      Set<String> namespaces, SideBySide side) {
    return namespaces.stream()
        .collect(
            Collectors.toMap(
                namespace -> namespace,
                namespace ->
                    side.look(
                        "other autoscalers in namespace " + namespace,
                        () -> RivalLook.in(namespace, discovery, requests))));
  }

  private Map<PolicyId, Sight<Workload>> workloads(
      List<ScalingPolicy> policies,
      Map<KindName, Future<Sight<ScalableKind>>> kinds,
      SideBySide side) {
    Map<Group, List<ScalingPolicy>> groups =
        policies.stream()
            .collect(Collectors.groupingBy(Group::of, LinkedHashMap::new, Collectors.toList()));
    Map<PolicyId, Supplier<Sight<Workload>>> workloads = new HashMap<>();
    groups.forEach(
        (group, members) -> {
          switch (SideBySide.result(Objects.requireNonNull(kinds.get(group.kind())))) {
            case Sight.Unseen<ScalableKind> unseen ->
                members.forEach(
                    policy -> workloads.put(policy.id(), () -> Sight.failed(unseen.failure())));
            case Sight.Seen<ScalableKind> seen ->
                workloads.putAll(look(group.namespace(), seen.value(), members, side));
          }
        });
    Map<PolicyId, Sight<Workload>> seen = new HashMap<>();
    workloads.forEach((policy, look) -> seen.put(policy, look.get()));
    return seen;
  }

  /** Starts to look; what it returns waits for the result. */
  private Map<PolicyId, Supplier<Sight<Workload>>> look(
      String namespace, ScalableKind kind, List<ScalingPolicy> members, SideBySide side) {
    Map<String, TargetRef> targets = new HashMap<>();
    members.forEach(policy -> targets.put(policy.target().name(), policy.target()));
    Set<String> documented =
        members.stream()
            .filter(Needs::targetDocument)
            .map(policy -> policy.target().name())
            .collect(Collectors.toSet());
    TargetLook look = new TargetLook(requests, namespace, kind, targets, documented);
    Map<PolicyId, Supplier<Sight<Workload>>> workloads = new HashMap<>();
    if (kind.fields().isEmpty()) {
      for (ScalingPolicy policy : members) {
        String name = policy.target().name();
        String where = kind.resource().where(namespace, name);
        Future<Sight<Workload>> scale = side.look(where, () -> look.atScale(policy.target()));
        workloads.put(policy.id(), () -> SideBySide.result(scale));
      }
      return workloads;
    }
    String where = kind.resource().fullName() + " in namespace " + namespace;
    Future<Sight<Map<String, Sight<Workload>>>> list =
        side.look(where, () -> look.list(kind.fields().get()));
    for (ScalingPolicy policy : members) {
      String name = policy.target().name();
      workloads.put(policy.id(), () -> pick(SideBySide.result(list), look, name));
    }
    return workloads;
  }

  private static Sight<Workload> pick(
      Sight<Map<String, Sight<Workload>>> list, TargetLook look, String name) {
    return switch (list) {
      case Sight.Unseen<Map<String, Sight<Workload>>> unseen -> Sight.failed(unseen.failure());
      case Sight.Seen<Map<String, Sight<Workload>>> seen ->
          seen.value().getOrDefault(name, Sight.failed(look.missing(name)));
    };
  }

  /** Where no target at all could be asked for, the API server itself is asked once more: it may be gone since the run began. */
  private void requireAnswer(Collection<Sight<Workload>> workloads) {
    boolean silent =
        !workloads.isEmpty()
            && workloads.stream()
                .allMatch(
                    sight ->
                        sight instanceof Sight.Unseen<Workload> unseen
                            && unseen.failure().kind() == FailureKind.CLUSTER_UNREACHABLE);
    if (silent) {
      discovery.reopen();
    }
  }

  private static <K, T> Map<K, T> results(Map<K, Future<T>> looks) {
    Map<K, T> results = new HashMap<>();
    looks.forEach((key, look) -> results.put(key, SideBySide.result(look)));
    return results;
  }
}
