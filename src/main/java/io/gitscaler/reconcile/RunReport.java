package io.gitscaler.reconcile;

import io.gitscaler.audit.PolicyResult;
import io.gitscaler.audit.RunFacts;
import io.gitscaler.decision.ReasonCode;
import io.gitscaler.failure.FailureKind;
import io.gitscaler.failure.OutsideFailure;
import io.gitscaler.history.QueuedRecord;
import io.gitscaler.history.RunEnding;
import io.gitscaler.policy.PolicyProblem;
import io.gitscaler.workload.ScaleOutcome;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a run did, complete: what is printed, and what the exit status follows from.
 *
 * @param passes at least one; the last with all its results, the earlier ones as {@link PassReport#news()}
 * @param problems every problem of every policy file
 * @param skipped one sentence for each document of another kind
 * @param notices what went wrong beside the point, such as an Event that could not be written
 * @param ended why the run had to end before all was done; null where it did not
 */
public record RunReport(
    RunFacts run,
    Instant started,
    Instant finished,
    List<PassReport> passes,
    List<PolicyProblem> problems,
    List<String> skipped,
    TrailReport trail,
    List<String> notices,
    @Nullable OutsideFailure ended) {
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

    static boolean tellsOfScaling(List<QueuedRecord> records) {
      return records.stream().anyMatch(record -> record.kind().isScaling());
    }
  }

  /** The same with more that went wrong beside the point. */
  public RunReport withNotices(List<String> more) {
    List<String> all = Stream.concat(notices.stream(), more.stream()).toList();
    return new RunReport(run, started, finished, passes, problems, skipped, trail, all, ended);
  }

  /** The same run with nothing to write: the records of a plan, and those that wait for a real run, are not its business. */
  public RunReport withoutTrail() {
    return new RunReport(
        run, started, finished, passes, problems, skipped, TrailReport.NOTHING, notices, ended);
  }

  /** The results of the last pass. */
  public List<PolicyResult> results() {
    return passes.getLast().results();
  }

  /** Everything that went wrong; empty where the run completed. */
  public Set<RunEnding> endings() {
    EnumSet<RunEnding> endings = EnumSet.noneOf(RunEnding.class);
    if (!problems.isEmpty()) {
      endings.add(RunEnding.INVALID);
    }
    for (PassReport pass : passes) {
      pass.results().forEach(result -> endings.add(ending(result)));
    }
    if (ended != null) {
      endings.add(ended.kind() == FailureKind.LEASE ? RunEnding.LOCKED : RunEnding.STOPPED);
    }
    if (run.revision().standsInForRefused()) {
      endings.add(RunEnding.UNREACHABLE);
    }
    OutsideFailure failure = trail.failure();
    if (trail.scalingWaits()) {
      endings.add(RunEnding.UNRECORDED);
    } else if (failure != null) {
      endings.add(RunEnding.UNREACHABLE);
    }
    if (failure != null && failure.kind() == FailureKind.LEASE) {
      endings.add(RunEnding.LOCKED);
    }
    endings.remove(RunEnding.COMPLETED);
    return endings;
  }

  /** What one policy's way through a pass means for the run. */
  public static RunEnding ending(PolicyResult result) {
    if (result.stop() != null) {
      return result.stop().reason() == ReasonCode.LeaseLost ? RunEnding.LOCKED : RunEnding.STOPPED;
    }
    boolean refused =
        result.outcome() instanceof ScaleOutcome.Conflict
            || result.outcome() instanceof ScaleOutcome.Refused
            || result.outcome() instanceof ScaleOutcome.Unknown;
    boolean failed = result.decision() != null && result.decision().reason().isFailure();
    return refused || failed ? RunEnding.STOPPED : RunEnding.COMPLETED;
  }
}
