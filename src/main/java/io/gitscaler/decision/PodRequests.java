package io.gitscaler.decision;

import io.gitscaler.policy.Quantity;
import io.gitscaler.workload.PodSnapshot;
import io.gitscaler.workload.PodSnapshot.Container;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What pods request of a resource, in milli-units: the 100% of a utilization target.
 *
 * <p>Every pod that the selector matches must tell, even one that has failed: one that does not makes the metric unavailable.
 *
 * @param resource such as {@code cpu}
 * @param container null for the whole pod
 * @param failure the reason to give where a pod does not tell
 */
record PodRequests(String resource, @Nullable String container, ReasonCode failure) {
  Map<String, Long> of(List<PodSnapshot> pods) throws UnavailableMetric {
    Map<String, Long> requests = new LinkedHashMap<>();
    for (PodSnapshot pod : pods) {
      requests.put(pod.name(), podLevel(pod) ? ofPod(pod) : ofContainers(pod));
    }
    return requests;
  }

  /** Whether the pod's own requests count; any supported resource among them is enough. */
  private boolean podLevel(PodSnapshot pod) {
    Map<String, Quantity> requests = pod.podLevelRequests();
    return container == null
        && requests != null
        && requests.keySet().stream().anyMatch(PodRequests::supportedForPods);
  }

  private static boolean supportedForPods(String name) {
    return name.equals("cpu") || name.equals("memory") || name.startsWith("hugepages-");
  }

  private long ofContainers(PodSnapshot pod) throws UnavailableMetric {
    long sum = 0;
    boolean found = false;
    for (Container candidate : candidates(pod)) {
      if (container != null && !container.equals(candidate.name())) {
        continue;
      }
      found = true;
      Quantity request = candidate.requests().get(resource);
      if (request == null) {
        throw missing(pod, candidate);
      }
      sum = Exact.add(sum, Exact.milli(request, "the request of pod " + pod.name()));
    }
    if (container != null && !found) {
      throw new UnavailableMetric(
          failure,
          "pod "
              + pod.name()
              + " has no container "
              + container
              + ". Name one of its containers in the metric");
    }
    return sum;
  }

  /** The containers that run together; init containers that end are none of them. */
  private static List<Container> candidates(PodSnapshot pod) {
    return Stream.concat(
            pod.containers().stream(),
            pod.initContainers().stream().filter(Container::restartsAlways))
        .toList();
  }

  private long ofPod(PodSnapshot pod) throws UnavailableMetric {
    Map<String, Quantity> podLevel = Objects.requireNonNull(pod.podLevelRequests());
    Quantity own = supportedForPods(resource) ? podLevel.get(resource) : null;
    BigDecimal request = own == null ? highestOfContainers(pod) : own.amount();
    Quantity overhead = pod.overhead().get(resource);
    if (overhead != null) {
      request = request == null ? overhead.amount() : request.add(overhead.amount());
    }
    if (request == null) {
      throw new UnavailableMetric(
          failure,
          "pod "
              + pod.name()
              + " has requests at pod level but none for "
              + resource
              + ", and its containers have none either. Add spec.resources.requests."
              + resource
              + " to the pod template, or use an averageValue target");
    }
    return Exact.milli(
        new Quantity(request, request.toPlainString()), "the request of pod " + pod.name());
  }

  /** The larger of what runs together and of every peak during start-up; null where no container requests any. */
  private @Nullable BigDecimal highestOfContainers(PodSnapshot pod) {
    BigDecimal together = null;
    for (Container candidate : candidates(pod)) {
      together = plus(together, candidate);
    }
    BigDecimal highest = together;
    BigDecimal sidecars = null;
    for (Container init : pod.initContainers()) {
      BigDecimal peak = plus(sidecars, init);
      if (init.restartsAlways()) {
        sidecars = peak;
      }
      if (peak != null && (highest == null || peak.compareTo(highest) > 0)) {
        highest = peak;
      }
    }
    return highest;
  }

  private @Nullable BigDecimal plus(@Nullable BigDecimal sum, Container candidate) {
    Quantity request = candidate.requests().get(resource);
    if (request == null) {
      return sum;
    }
    return sum == null ? request.amount() : sum.add(request.amount());
  }

  private UnavailableMetric missing(PodSnapshot pod, Container candidate) {
    return new UnavailableMetric(
        failure,
        "container "
            + candidate.name()
            + " of pod "
            + pod.name()
            + " requests no "
            + resource
            + ", so there is no percentage of it. Add resources.requests."
            + resource
            + " to container "
            + candidate.name()
            + ", or use an averageValue target");
  }
}
