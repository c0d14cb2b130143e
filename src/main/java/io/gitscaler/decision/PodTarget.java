package io.gitscaler.decision;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the readings of pods are held against. */
sealed interface PodTarget {
  /** The readings, in milli-units by pod name, against the target. */
  Usage usage(Map<String, Long> values) throws UnavailableMetric;

  /** What a pod without a reading is taken to use, where pods that have one are below target. */
  long assumedHigh(String pod) throws UnavailableMetric;

  /**
   * A reading against its target.
   *
   * @param utilization percent; null except for a utilization target
   * @param mean milli-units per pod, truncated
   */
  record Usage(double ratio, @Nullable Integer utilization, long mean) {}

  /**
   * A percentage of the request.
   *
   * @param requests milli-units by pod name
   * @param failure the reason to give where no reading meets a request
   */
  record Percent(int percent, Map<String, Long> requests, ReasonCode failure) implements PodTarget {
    @Override
    public Usage usage(Map<String, Long> values) throws UnavailableMetric {
      long used = 0;
      long requested = 0;
      long pods = 0;
      for (Map.Entry<String, Long> value : values.entrySet()) {
        Long request = requests.get(value.getKey());
        if (request != null) {
          used = Exact.add(used, value.getValue());
          requested = Exact.add(requested, request);
          pods++;
        }
      }
      if (requested == 0) {
        throw new UnavailableMetric(
            failure,
            pods == 0
                ? "no reading belongs to a pod of the target. Wait for the next readings"
                : "the requests of the pods with a reading add up to zero. Give their containers requests above zero");
      }
      // Truncated before it is divided by the target, as in the reference: 55.99% is 55%.
      int utilization = Exact.narrow(Exact.multiply(used, 100) / requested, "utilization");
      return new Usage((double) utilization / (double) percent, utilization, used / pods);
    }

    @Override
    public long assumedHigh(String pod) throws UnavailableMetric {
      Long request = requests.get(pod);
      return request == null ? 0 : Exact.multiply(request, Math.max(100, percent)) / 100;
    }
  }

  /**
   * A mean per pod.
   *
   * @param milli above 0
   */
  record Mean(long milli) implements PodTarget {
    @Override
    public Usage usage(Map<String, Long> values) throws UnavailableMetric {
      long sum = 0;
      for (long value : values.values()) {
        sum = Exact.add(sum, value);
      }
      long mean = sum / values.size();
      return new Usage((double) mean / (double) milli, null, mean);
    }

    @Override
    public long assumedHigh(String pod) {
      return milli;
    }
  }
}
