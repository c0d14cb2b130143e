package io.gitscaler.policy;

import java.time.Duration;

/**
 * When the cpu reading of a young pod counts; the HPA controller's flags of the same names.
 *
 * @param cpuInitializationPeriod default 5 minutes
 * @param initialReadinessDelay default 30 seconds
 */
public record PodReadiness(Duration cpuInitializationPeriod, Duration initialReadinessDelay) {
  public static final PodReadiness DEFAULT =
      new PodReadiness(Duration.ofMinutes(5), Duration.ofSeconds(30));
}
