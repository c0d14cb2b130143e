package io.gitscaler.kubernetes;

import io.gitscaler.policy.MetricSpec;
import io.gitscaler.policy.Mode;
import io.gitscaler.policy.ScalingMethod;
import io.gitscaler.policy.ScalingPolicy;
import io.gitscaler.policy.TargetRef;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The rights that a run over these policies asks for, and no others. Each comes from the class that makes the requests, so that
 * both change together.
 *
 * @param inCluster rights to what belongs to no namespace
 * @param guessed kinds whose plural is the usual one and not known for certain: {@code Ox of farm.example.org as oxes}
 */
record NeededRights(
    NavigableMap<String, NavigableSet<Right>> inNamespaces,
    NavigableSet<Right> inCluster,
    NavigableSet<String> guessed) {
  /** A kind as policies name it, in one namespace: what one list is made of. */
  private record Group(String namespace, String apiVersion, String kind) {
    static Group of(ScalingPolicy policy) {
      return new Group(
          policy.id().namespace(), policy.target().apiVersion(), policy.target().kind());
    }
  }

  static NeededRights of(Collection<ScalingPolicy> policies) {
    NeededRights rights = new NeededRights(new TreeMap<>(), new TreeSet<>(), new TreeSet<>());
    policies.stream()
        .collect(Collectors.groupingBy(Group::of))
        .values()
        .forEach(rights::addTargets);
    policies.forEach(rights::add);
    return rights;
  }

  private NavigableSet<Right> in(ScalingPolicy policy) {
    return inNamespaces.computeIfAbsent(policy.id().namespace(), namespace -> new TreeSet<>());
  }

  private void addTargets(List<ScalingPolicy> ofOneKind) {
    ScalingPolicy any = ofOneKind.getFirst();
    ResourceKind kind = kind(any.target());
    Set<String> names =
        ofOneKind.stream().map(policy -> policy.target().name()).collect(Collectors.toSet());
    Set<String> documented =
        ofOneKind.stream()
            .filter(Needs::targetDocument)
            .map(policy -> policy.target().name())
            .collect(Collectors.toSet());
    in(any).add(TargetLook.listRight(kind, names));
    Optional<Right> definition = ScalableKind.definitionRight(kind);
    if (definition.isPresent()) {
      inCluster.add(definition.get());
      names.forEach(
          name -> in(any).addAll(TargetLook.scaleRights(kind, name, documented.contains(name))));
    }
  }

  private void add(ScalingPolicy policy) {
    NavigableSet<Right> rights = in(policy);
    rights.addAll(RivalLook.RIGHTS);
    rights.add(EventPublisher.RIGHT);
    if (Needs.pods(policy)) {
      rights.add(PodLook.RIGHT);
    }
    if (policy.mode() == Mode.ENFORCE) {
      rights.addAll(ScaleAttempts.rights(kind(policy.target()), policy.target().name()));
    }
    metrics(policy).forEach(spec -> right(spec).ifPresent(rights::add));
  }

  private static List<MetricSpec> metrics(ScalingPolicy policy) {
    return switch (policy.method()) {
      case ScalingMethod.ByMetrics method -> method.metrics();
      case ScalingMethod.ByPrograms method -> method.kubernetesMetrics();
    };
  }

  private Optional<Right> right(MetricSpec metric) {
    return switch (metric) {
      case MetricSpec.Resource resource -> Optional.of(ResourceMetrics.RIGHT);
      case MetricSpec.ContainerResource resource -> Optional.of(ResourceMetrics.RIGHT);
      case MetricSpec.Pods pods -> Optional.of(CustomMetrics.right(pods));
      case MetricSpec.ObjectMetric object ->
          Optional.of(CustomMetrics.right(object, kind(CustomMetrics.described(object))));
      case MetricSpec.External external -> Optional.of(ExternalMetrics.right(external));
      case MetricSpec.Command command -> Optional.empty();
    };
  }

  private ResourceKind kind(TargetRef object) {
    ResourceKind kind = ExpectedKinds.of(object);
    if (!ExpectedKinds.isKnown(object)) {
      guessed.add(kind.kind() + " of " + object.apiVersion() + " as " + kind.plural());
    }
    return kind;
  }
}
