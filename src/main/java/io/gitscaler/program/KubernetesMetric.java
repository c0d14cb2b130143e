package io.gitscaler.program;

import io.gitscaler.policy.MetricSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One entry of {@code kubernetesMetrics}: what the Kubernetes metrics APIs say, handed to a metric program.
 *
 * @param currentReplicas the target's spec count
 */
public record KubernetesMetric(int currentReplicas, MetricSpec spec, Reading reading) {
  /** What was read, by the kind of metric. */
  public sealed interface Reading {}

  /**
   * For Resource, ContainerResource and Pods.
   *
   * @param pods readings by pod name
   * @param requests milli-units by pod name; null except for Resource and ContainerResource
   * @param ready number of pods that count
   * @param total number of pods that the selector matches
   */
  public record PodsReading(
      Map<String, PodValue> pods,
      @Nullable Map<String, Long> requests,
      int ready,
      Set<String> ignored,
      Set<String> missing,
      int total,
      @Nullable Instant timestamp)
      implements Reading {}

  /** A pod's reading in milli-units. */
  public record PodValue(Instant timestamp, Duration window, long milli) {}

  /**
   * For Object and External.
   *
   * @param milli the value, or the value per pod where {@code average}
   */
  public record ValueReading(long milli, boolean average, int ready, @Nullable Instant timestamp)
      implements Reading {}
}
