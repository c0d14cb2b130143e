package io.gitscaler.metric;

import java.util.Collection;
import java.util.Map;

/** Reads metrics from one kind of place. */
public interface MetricSource {
  /**
   * Reads all of them, in as few requests as possible.
   *
   * @return one measurement for each query; what cannot be read is {@link Measurement.Unavailable}, never an exception
   */
  Map<MetricQuery, Measurement> read(Collection<MetricQuery> queries);
}
