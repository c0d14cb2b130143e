package io.gitscaler.decision;

import io.gitscaler.decision.MetricProposal.PodCount;
import io.gitscaler.metric.Measurement;
import io.gitscaler.metric.Measurement.PodValue;
import io.gitscaler.policy.MetricSpec;
import io.gitscaler.policy.MetricTarget;
import io.gitscaler.policy.PodReadiness;
import io.gitscaler.policy.RunMode;
import io.gitscaler.workload.PodSnapshot;
import io.gitscaler.workload.Sight;
import io.gitscaler.workload.Workload;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns the reading of one metric into what it proposes. */
record MetricEvaluator(
    Tolerance tolerance,
    PodReadiness readiness,
    Workload workload,
    Sight<List<PodSnapshot>> sight,
    Instant now) {
  MetricProposal propose(MetricSpec spec, Measurement measurement) {
    try {
      return switch (spec) {
        case MetricSpec.Resource resource -> ofPods(spec, resource.name(), null, measurement);
        case MetricSpec.ContainerResource resource ->
            ofPods(spec, resource.name(), resource.container(), measurement);
        case MetricSpec.Pods pods -> ofPods(spec, "", null, measurement);
        case MetricSpec.ObjectMetric object -> ofValue(spec, measurement, false);
        case MetricSpec.External external -> ofValue(spec, measurement, true);
        case MetricSpec.Command command ->
            command.runMode() == RunMode.PER_POD
                ? ofPods(spec, "", null, measurement)
                : ofValue(spec, measurement, true);
      };
    } catch (UnavailableMetric unavailable) {
      return failed(spec, unavailable, null);
    }
  }

  /** A proposal that is none. */
  static MetricProposal failed(MetricSpec spec, UnavailableMetric why, @Nullable PodCount pods) {
    return new MetricProposal(
        spec.type(),
        spec.label(),
        spec.target().toString(),
        null,
        null,
        null,
        null,
        pods,
        why.code(),
        spec.label() + " is unavailable: " + why.sentence());
  }

  private MetricProposal ofPods(
      MetricSpec spec, String resource, @Nullable String container, Measurement measurement)
      throws UnavailableMetric {
    Map<String, PodValue> values = MetricReading.perPod(spec, measurement);
    List<PodSnapshot> pods = Pods.of(sight, workload, FailureCodes.of(spec));
    PodGroups groups = PodGroups.of(pods, values, resource.equals("cpu"), readiness, now);
    try {
      Map<String, Long> counted = MetricReading.counted(spec, values, groups);
      PodTarget target = podTarget(spec, resource, container, pods);
      PodTarget.Usage usage = target.usage(counted);
      int replicas =
          new PodProposal(workload.specReplicas(), target, tolerance)
              .replicas(counted, usage, groups);
      Integer utilization = usage.utilization();
      String reading = utilization == null ? ReadingText.of(spec, usage.mean()) : utilization + "%";
      return new MetricProposal(
          spec.type(),
          spec.label(),
          spec.target().toString(),
          utilization,
          usage.mean(),
          usage.ratio(),
          replicas,
          groups.count(),
          null,
          spec.label() + " " + reading + " of " + spec.target());
    } catch (UnavailableMetric unavailable) {
      return failed(spec, unavailable, groups.count());
    }
  }

  private static PodTarget podTarget(
      MetricSpec spec, String resource, @Nullable String container, List<PodSnapshot> pods)
      throws UnavailableMetric {
    ReasonCode failure = FailureCodes.of(spec);
    return switch (spec.target()) {
      case MetricTarget.AverageValue average ->
          new PodTarget.Mean(Exact.milli(average.value(), "the target"));
      case MetricTarget.Utilization utilization -> {
        if (resource.isEmpty()) {
          throw unfit(spec);
        }
        Map<String, Long> requests = new PodRequests(resource, container, failure).of(pods);
        yield new PodTarget.Percent(utilization.percent(), requests, failure);
      }
      case MetricTarget.Value value -> throw unfit(spec);
    };
  }

  private MetricProposal ofValue(MetricSpec spec, Measurement measurement, boolean capped)
      throws UnavailableMetric {
    long usage = MetricReading.total(spec, measurement);
    ValueProposal proposal =
        switch (spec.target()) {
          case MetricTarget.Value value ->
              ValueProposal.ofTotal(
                  usage,
                  Exact.milli(value.value(), "the target"),
                  workload,
                  tolerance,
                  () -> Pods.of(sight, workload, FailureCodes.of(spec)));
          case MetricTarget.AverageValue average ->
              ValueProposal.ofMean(
                  usage,
                  Exact.milli(average.value(), "the target"),
                  workload.statusReplicas(),
                  tolerance,
                  capped);
          case MetricTarget.Utilization utilization -> throw unfit(spec);
        };
    Long reported = proposal.milli();
    String reading =
        reported == null
            ? ReadingText.of(spec, usage) + " in total"
            : ReadingText.of(spec, reported);
    return new MetricProposal(
        spec.type(),
        spec.label(),
        spec.target().toString(),
        null,
        reported,
        proposal.ratio(),
        proposal.replicas(),
        proposal.pods(),
        null,
        spec.label() + " " + reading + " of " + spec.target());
  }

  private static UnavailableMetric unfit(MetricSpec spec) {
    return new UnavailableMetric(
        FailureCodes.of(spec),
        "a metric of type "
            + spec.type()
            + " cannot be held against a target of type "
            + spec.target().getClass().getSimpleName());
  }
}
