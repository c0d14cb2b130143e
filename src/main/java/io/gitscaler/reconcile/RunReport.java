package io.gitscaler.reconcile;

import io.gitscaler.audit.PolicyResult;
import io.gitscaler.audit.RunFacts;
import io.gitscaler.failure.OutsideFailure;
import io.gitscaler.policy.PolicyProblem;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run did, complete: what is printed, and what the exit status follows from.
 *
 * @param passes at least one; the last with all its results, the earlier ones as {@link PassReport#news()}
 * @param problems every problem of every policy file
 * @param skipped one sentence for each document of another kind
 * @param notices what went wrong beside the point, such as an Event that could not be written
 */
public record RunReport(
    RunFacts run,
    Instant started,
    Instant finished,
    List<PassReport> passes,
    List<PolicyProblem> problems,
    List<String> skipped,
    TrailReport trail,
    List<String> notices) {
  public RunReport {
    passes = List.copyOf(passes);
    problems = List.copyOf(problems);
    skipped = List.copyOf(skipped);
    notices = List.copyOf(notices);
  }

  /**
   * One pass.
   *
   * @param results ordered by policy
   */
  public record PassReport(Instant at, List<PolicyResult> results) {
    public PassReport {
      results = List.copyOf(results);
    }

    /** What is still told of the pass once another followed; the rest would make a run grow with its passes. */
    PassReport news() {
      return new PassReport(
          at,
          results.stream().filter(PolicyResult::isNews).map(PolicyResult::withoutInputs).toList());
    }
  }

  /**
   * What became of the records.
   *
   * @param commit id of the run's commit; null where there was nothing to say or nothing was accepted
   * @param written records that the remote confirmed in this run
   * @param waiting records that a later run must push
   * @param scalingWaits whether one of those tells of a change of replicas
   * @param failure why some wait; null where none does
   */
  public record TrailReport(
      @Nullable String commit,
      int written,
      int waiting,
      boolean scalingWaits,
      @Nullable OutsideFailure failure) {
    public static final TrailReport NOTHING = new TrailReport(null, 0, 0, false, null);
  }

  /** The same run with nothing to write: the records of a plan, and those that wait for a real run, are not its business. */
  public RunReport withoutTrail() {
    return new RunReport(
        run, started, finished, passes, problems, skipped, TrailReport.NOTHING, notices);
  }

  /** The results of the last pass. */
  public List<PolicyResult> results() {
    return passes.getLast().results();
  }
}
