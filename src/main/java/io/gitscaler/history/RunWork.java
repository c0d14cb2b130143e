package io.gitscaler.history;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one run or many did; all counts are 0 or more.
 *
 * @param passes evaluations of all policies
 * @param scalings changes of replicas that were applied
 * @param failures how often a policy failed in a pass, by reason code
 */
public record RunWork(long passes, long scalings, SortedMap<String, Long> failures) {
  public static final RunWork NONE = new RunWork(0, 0, new TreeMap<>());

  public RunWork {
    failures = Collections.unmodifiableSortedMap(new TreeMap<>(failures));
  }

  public RunWork plus(RunWork more) {
    SortedMap<String, Long> all = new TreeMap<>(failures);
    more.failures.forEach((code, times) -> all.merge(code, times, Long::sum));
    return new RunWork(passes + more.passes, scalings + more.scalings, all);
  }
}
