package io.gitscaler.policy;

/** What a metric should be. All values are above zero. */
public sealed interface MetricTarget {
  /** Percent of the request, averaged over the pods. */
  record Utilization(int percent) implements MetricTarget {
    @Override
    public String toString() {
      return percent + "%";
    }
  }

  /** The value divided by the number of pods. */
  record AverageValue(Quantity value) implements MetricTarget {
    @Override
    public String toString() {
      return value + " per pod";
    }
  }

  /** The value as it is. */
  record Value(Quantity value) implements MetricTarget {
    @Override
    public String toString() {
      return value.toString();
    }
  }
}
