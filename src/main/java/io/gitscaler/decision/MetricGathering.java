package io.gitscaler.decision;

import io.gitscaler.metric.Measurement;
import io.gitscaler.policy.MetricSpec;
import io.gitscaler.policy.MetricTarget;
import io.gitscaler.policy.PodReadiness;
import io.gitscaler.policy.RunMode;
import io.gitscaler.program.KubernetesMetric;
import io.gitscaler.workload.PodSnapshot;
import io.gitscaler.workload.Sight;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts the readings and the pods of one metric together for a metric program, by the rules of the Custom Pod Autoscaler: pods
 * that are not ready yet are called ignored and their readings left out; pods that have failed or are terminating are in no
 * group, and their readings are left out, too; the average of an Object or External metric is handed over undivided.
 *
 * @see <a href="https://custom-pod-autoscaler.readthedocs.io/en/stable/user-guide/getting-k8s-metrics/">Kubernetes metrics in
 *     the Custom Pod Autoscaler</a>
 */
record MetricGathering(
    PodReadiness readiness, int replicas, Sight<List<PodSnapshot>> sight, Instant now) {
  KubernetesMetric gather(MetricSpec spec, Measurement measurement) throws UnavailableMetric {
    KubernetesMetric.Reading reading =
        switch (spec) {
          case MetricSpec.Resource resource -> ofPods(spec, resource.name(), null, measurement);
          case MetricSpec.ContainerResource resource ->
              ofPods(spec, resource.name(), resource.container(), measurement);
          case MetricSpec.Pods pods -> ofPods(spec, "", null, measurement);
          case MetricSpec.ObjectMetric object -> ofValue(spec, measurement);
          case MetricSpec.External external -> ofValue(spec, measurement);
          case MetricSpec.Command command ->
              command.runMode() == RunMode.PER_POD
                  ? ofPods(spec, "", null, measurement)
                  : ofValue(spec, measurement);
        };
    return new KubernetesMetric(replicas, spec, reading);
  }

  private KubernetesMetric.Reading ofPods(
      MetricSpec spec, String resource, @Nullable String container, Measurement measurement)
      throws UnavailableMetric {
    Map<String, Measurement.PodValue> values = MetricReading.perPod(spec, measurement);
    List<PodSnapshot> pods = Pods.seen(sight);
    PodGroups groups = PodGroups.of(pods, values, resource.equals("cpu"), readiness, now);
    Map<String, KubernetesMetric.PodValue> kept = new LinkedHashMap<>();
    values.forEach(
        (pod, value) -> {
          if (!groups.unready().contains(pod) && !groups.ignored().contains(pod)) {
            kept.put(
                pod,
                new KubernetesMetric.PodValue(value.timestamp(), value.window(), value.milli()));
          }
        });
    Map<String, Long> requests =
        spec.target() instanceof MetricTarget.Utilization
            ? new PodRequests(resource, container, FailureCodes.of(spec)).of(pods)
            : null;
    return new KubernetesMetric.PodsReading(
        kept,
        requests,
        groups.ready(),
        // A metric that is not of pods' resources has no pods that are too young.
        resource.isEmpty() ? Set.of() : groups.unready(),
        groups.missing(),
        pods.size(),
        values.values().stream().findFirst().map(Measurement.PodValue::timestamp).orElse(null));
  }

  private KubernetesMetric.Reading ofValue(MetricSpec spec, Measurement measurement)
      throws UnavailableMetric {
    long total = MetricReading.total(spec, measurement);
    Instant timestamp =
        measurement instanceof Measurement.Series series ? series.timestamp() : null;
    return spec.target() instanceof MetricTarget.AverageValue
        ? new KubernetesMetric.ValueReading(total, true, 0, timestamp)
        : new KubernetesMetric.ValueReading(
            total, false, PodGroups.serving(Pods.seen(sight)), timestamp);
  }
}
