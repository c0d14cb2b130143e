package io.gitscaler.decision;

import io.gitscaler.metric.Measurement;
import io.gitscaler.metric.Measurement.PodValue;
import io.gitscaler.policy.MetricSpec;
import io.gitscaler.policy.MetricTarget;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a measurement gives for its metric, or that it gives nothing. */
final class MetricReading {
  private MetricReading() {}

  static Map<String, PodValue> perPod(MetricSpec spec, Measurement measurement)
      throws UnavailableMetric {
    return switch (measurement) {
      case Measurement.PerPod perPod -> perPod.values();
      case Measurement.Series series -> throw mismatch(spec, measurement);
      case Measurement.Unavailable reading -> throw FailureCodes.unavailable(spec, reading);
    };
  }

  static long total(MetricSpec spec, Measurement measurement) throws UnavailableMetric {
    return switch (measurement) {
      case Measurement.Series series -> total(spec, series.milli());
      case Measurement.PerPod perPod -> throw mismatch(spec, measurement);
      case Measurement.Unavailable reading -> throw FailureCodes.unavailable(spec, reading);
    };
  }

  private static long total(MetricSpec spec, List<Long> series) throws UnavailableMetric {
    if (series.isEmpty()) {
      throw new UnavailableMetric(FailureCodes.of(spec), "there is no series of this name");
    }
    long total = Total.of(series);
    boolean average = spec.target() instanceof MetricTarget.AverageValue;
    if (total < 0 && average && !(spec instanceof MetricSpec.ObjectMetric)) {
      // The reference takes a negative sum for an overflow and asks for the largest count there is.
      throw new UnavailableMetric(
          ReasonCode.InvalidMetric,
          "the series add up to "
              + ReadingText.of(spec, total)
              + ", and a value below zero cannot be shared among pods");
    }
    return total;
  }

  /** The readings that count: those of ready pods and of names that are no pod any more. */
  static Map<String, Long> counted(MetricSpec spec, Map<String, PodValue> values, PodGroups groups)
      throws UnavailableMetric {
    Map<String, Long> counted = new LinkedHashMap<>();
    for (Map.Entry<String, PodValue> value : values.entrySet()) {
      String pod = value.getKey();
      if (!groups.unready().contains(pod) && !groups.ignored().contains(pod)) {
        counted.put(pod, plausible(spec, pod, value.getValue().milli()));
      }
    }
    if (counted.isEmpty()) {
      MetricProposal.PodCount count = groups.count();
      throw new UnavailableMetric(
          FailureCodes.of(spec),
          "no pod has a reading that counts: "
              + count.unready()
              + " not ready yet, "
              + count.missing()
              + " without a reading, "
              + count.ignored()
              + " failed or terminating. See whether the pods become ready and are measured");
    }
    return counted;
  }

  private static long plausible(MetricSpec spec, String pod, long milli) throws UnavailableMetric {
    boolean usage =
        spec instanceof MetricSpec.Resource || spec instanceof MetricSpec.ContainerResource;
    if (usage && milli < 0) {
      throw new UnavailableMetric(
          ReasonCode.InvalidMetric,
          "pod " + pod + " is said to use " + ReadingText.of(spec, milli) + ", less than nothing");
    }
    return milli;
  }

  private static IllegalArgumentException mismatch(MetricSpec spec, Measurement measurement) {
    return new IllegalArgumentException(
        "a " + spec.type() + " metric was measured as " + measurement.getClass().getSimpleName());
  }
}
