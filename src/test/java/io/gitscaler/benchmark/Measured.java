package io.gitscaler.benchmark;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One line of the table.
 *
 * @param what was measured; later runs are compared by it
 * @param runs how many the medians are of
 * @param first what a run cost that met everything for the first time; null where there was none
 * @param cost medians
 * @param serverCpuSeconds of API server and etcd together, for one run
 * @param received megabytes that the API server and the metrics API sent for one run
 * @param requests to the API server in one run, by verb
 * @param budget what a number is held against, in words; empty where there is none
 * @param ratio that number; NaN where there is none
 */
record Measured(
    String what,
    int runs,
    @Nullable Cost first,
    Cost cost,
    double serverCpuSeconds,
    double received,
    Map<String, Integer> requests,
    String budget,
    double ratio) {
  /** The same, knowing what the run before all others cost. */
  Measured after(Cost met) {
    return new Measured(what, runs, met, cost, serverCpuSeconds, received, requests, budget, ratio);
  }

  /** The same, held against something. */
  Measured against(String what, double number) {
    return new Measured(
        this.what, runs, first, cost, serverCpuSeconds, received, requests, what, number);
  }
}
