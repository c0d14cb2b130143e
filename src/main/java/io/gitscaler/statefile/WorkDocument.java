package io.gitscaler.statefile;

import io.gitscaler.history.RunWork;
import java.util.Map;
import java.util.TreeMap;

/** What runs did, as state spells it. */
record WorkDocument(long passes, long scalings, Map<String, Long> failures) {
  static WorkDocument of(RunWork work) {
    return new WorkDocument(work.passes(), work.scalings(), work.failures());
  }

  RunWork work() {
    return new RunWork(passes, scalings, new TreeMap<>(failures));
  }
}
