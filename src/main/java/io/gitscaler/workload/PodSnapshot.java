package io.gitscaler.workload;

import io.gitscaler.policy.Quantity;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a pass saw of a pod: no more than the decision needs.
 *
 * @param phase {@code Pending}, {@code Running}, {@code Succeeded}, {@code Failed} or {@code Unknown}
 * @param terminating whether a deletion timestamp is set
 * @param ready the condition of type Ready, or null where the pod has none
 * @param containers in the pod's order
 * @param initContainers in the pod's order
 * @param podLevelRequests {@code spec.resources.requests}; null where absent
 * @param overhead {@code spec.overhead}; empty where absent
 * @param document the object as JSON, for programs; null where no program needs it
 */
public record PodSnapshot(
    String namespace,
    String name,
    Map<String, String> labels,
    String phase,
    boolean terminating,
    @Nullable Instant startTime,
    @Nullable ReadyCondition ready,
    List<Container> containers,
    List<Container> initContainers,
    @Nullable Map<String, Quantity> podLevelRequests,
    Map<String, Quantity> overhead,
    @Nullable String document) {
  /**
   * The condition of type Ready.
   *
   * @param status {@code True}, {@code False} or {@code Unknown}
   */
  public record ReadyCondition(String status, @Nullable Instant lastTransition) {}

  /**
   * A container's requests by resource name.
   *
   * @param restartsAlways whether an init container is a sidecar (restart policy Always); false for ordinary containers
   */
  public record Container(String name, Map<String, Quantity> requests, boolean restartsAlways) {}
}
