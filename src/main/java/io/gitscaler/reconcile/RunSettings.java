package io.gitscaler.reconcile;

import io.gitscaler.program.RunType;
import java.time.Duration;

/**
 * What an operator settles for a run.
 *
 * @param runId unique; orders by time
 * @param cluster the cluster's name in records; may be empty
 * @param runType whether programs are told that it is serious; hooks run only then
 * @param passes 1 or more
 * @param interval from the start of one pass to the start of the next
 * @param heartbeat how long the trail may be silent before a summary is due
 * @param parallelism how many targets are scaled side by side; 1 or more
 */
public record RunSettings(
    String runId,
    String cluster,
    RunType runType,
    int passes,
    Duration interval,
    Duration heartbeat,
    int parallelism) {
  public RunSettings {
    if (passes < 1 || parallelism < 1) {
      throw new IllegalArgumentException("passes " + passes + ", parallelism " + parallelism);
    }
  }
}
