package io.gitscaler.audit;

import io.gitscaler.decision.ReasonCode;
import io.gitscaler.decision.Recommendation;
import io.gitscaler.decision.ScalingDecision;
import io.gitscaler.history.ScalingHistory;
import io.gitscaler.metric.Measurement;
import io.gitscaler.policy.ScalingPolicy;
import io.gitscaler.program.ProgramRun;
import io.gitscaler.workload.ScaleOutcome;
import io.gitscaler.workload.Workload;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One policy's way through one pass: each step adds what it found and edits nothing that was there before.
 *
 * @param at the pass's reading of the clock
 * @param before the history that the decision was based on
 * @param workload null where the target could not be seen
 * @param measurements one for each metric of the policy, in its order; empty with programs
 * @param programs every program that ran, in order
 * @param recommendation null where nothing was evaluated
 * @param decision null where the policy stopped before a decision
 * @param outcome null until the target was dealt with
 * @param stop null where the policy went all the way
 */
public record PolicyResult(
    ScalingPolicy policy,
    Instant at,
    ScalingHistory before,
    @Nullable Workload workload,
    List<Measurement> measurements,
    List<ProgramRun> programs,
    @Nullable Recommendation recommendation,
    @Nullable ScalingDecision decision,
    @Nullable ScaleOutcome outcome,
    @Nullable Stop stop) {
  public PolicyResult {
    measurements = List.copyOf(measurements);
    programs = List.copyOf(programs);
  }

  public static PolicyResult begin(ScalingPolicy policy, Instant at, ScalingHistory before) {
    return new PolicyResult(policy, at, before, null, List.of(), List.of(), null, null, null, null);
  }

  public PolicyResult with(Workload seen) {
    return new PolicyResult(
        policy, at, before, seen, measurements, programs, recommendation, decision, outcome, stop);
  }

  public PolicyResult withMeasurements(List<Measurement> read) {
    return new PolicyResult(
        policy, at, before, workload, read, programs, recommendation, decision, outcome, stop);
  }

  /** Adds programs that ran. */
  public PolicyResult plus(List<ProgramRun> ran) {
    List<ProgramRun> all = Stream.concat(programs.stream(), ran.stream()).toList();
    return new PolicyResult(
        policy, at, before, workload, measurements, all, recommendation, decision, outcome, stop);
  }

  public PolicyResult with(Recommendation asked) {
    return new PolicyResult(
        policy, at, before, workload, measurements, programs, asked, decision, outcome, stop);
  }

  public PolicyResult with(ScalingDecision decided) {
    return new PolicyResult(
        policy,
        at,
        before,
        workload,
        measurements,
        programs,
        recommendation,
        decided,
        outcome,
        stop);
  }

  public PolicyResult with(ScaleOutcome happened) {
    return new PolicyResult(
        policy,
        at,
        before,
        workload,
        measurements,
        programs,
        recommendation,
        decision,
        happened,
        stop);
  }

  public PolicyResult with(Stop stopped) {
    return new PolicyResult(
        policy,
        at,
        before,
        workload,
        measurements,
        programs,
        recommendation,
        decision,
        outcome,
        stopped);
  }

  /** The same without what only the way there needed: the objects that programs were told of, and readings pod by pod. */
  public PolicyResult withoutInputs() {
    return new PolicyResult(
        policy,
        at,
        before,
        workload == null ? null : workload.withoutDocument(),
        List.of(),
        programs.stream().map(ProgramRun::withoutInput).toList(),
        recommendation,
        decision,
        outcome,
        stop);
  }

  /** Whether one would want to read of it: anything but a target that is fine as it is. */
  public boolean isNews() {
    return stop != null
        || !(outcome instanceof ScaleOutcome.Unchanged)
        || (decision != null && decision.reason().isFailure());
  }

  /** Whether the policy still goes on: nothing stopped it and nothing is decided. */
  public boolean open() {
    return stop == null && decision == null;
  }

  /** Whether the run ended before the policy was dealt with. */
  public boolean skipped() {
    return stop != null && stop.reason().isSkip();
  }

  /** How the pass ended for the policy, as one reason: a stop's where it stopped. Null while it is open. */
  public @Nullable ReasonCode reason() {
    if (stop != null) {
      return stop.reason();
    }
    return decision == null ? null : decision.reason();
  }

  /** The same in plain words, and where a scaling failed why it did; empty while it is open. */
  public String sentence() {
    if (stop != null) {
      return stop.sentence();
    }
    return switch (outcome) {
      case ScaleOutcome.Conflict conflict -> conflict.sentence();
      case ScaleOutcome.Refused refused -> refused.sentence();
      case ScaleOutcome.Unknown unknown -> unknown.sentence();
      case null -> decided();
      case ScaleOutcome other -> decided();
    };
  }

  /** Why the count was decided, whatever became of it; empty where none was. */
  public String decided() {
    return decision == null ? "" : decision.sentence();
  }

  /** What became of the policy, as one word of a closed set that scripts and dashboards may compare. */
  public String outcomeWord() {
    if (stop != null) {
      return skipped() ? "skipped" : "stopped";
    }
    return outcome == null ? "undecided" : outcome.word();
  }

  /**
   * What failed on the way, so that somebody should look: the stop, the decision where it held for a failure, or the first
   * metric that could not be read although the others were enough to go on.
   *
   * @param code one whose {@link ReasonCode#isFailure()} is true
   */
  public record Failure(ReasonCode code, String sentence) {}

  /** Null where nothing failed, and where nobody can tell because the policy was skipped. */
  public @Nullable Failure failure() {
    if (skipped()) {
      return null;
    }
    if (stop != null) {
      return new Failure(stop.reason(), stop.sentence());
    }
    if (decision != null && decision.reason().isFailure()) {
      return new Failure(decision.reason(), decision.sentence());
    }
    if (recommendation == null) {
      return null;
    }
    return recommendation.proposals().stream()
        .filter(proposal -> proposal.failure() != null)
        .findFirst()
        .map(
            proposal ->
                new Failure(Objects.requireNonNull(proposal.failure()), proposal.sentence()))
        .orElse(null);
  }
}
