package io.gitscaler.decision;

import io.gitscaler.workload.PodSnapshot;
import io.gitscaler.workload.Sight;
import io.gitscaler.workload.Workload;
import java.util.List;

/** The pods that a metric needs to look at. */
final class Pods {
  private Pods() {}

  /** At least one pod. */
  static List<PodSnapshot> of(Sight<List<PodSnapshot>> sight, Workload workload, ReasonCode failure)
      throws UnavailableMetric {
    List<PodSnapshot> pods = seen(sight);
    if (pods.isEmpty()) {
      throw new UnavailableMetric(
          failure,
          "no pod matches the selector "
              + workload.selector()
              + " of "
              + workload.target()
              + ". See whether its pods can be created");
    }
    return pods;
  }

  /** Any number of pods. */
  static List<PodSnapshot> seen(Sight<List<PodSnapshot>> sight) throws UnavailableMetric {
    return switch (sight) {
      case Sight.Seen<List<PodSnapshot>> seen -> seen.value();
      case Sight.Unseen<List<PodSnapshot>> unseen ->
          throw new UnavailableMetric(ReasonCode.FailedGetPods, unseen.failure().sentence());
    };
  }
}
