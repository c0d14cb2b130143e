package io.gitscaler.reconcile;

import io.gitscaler.audit.PolicyResult;
import io.gitscaler.audit.Step;
import io.gitscaler.audit.Stop;
import io.gitscaler.decision.ReasonCode;
import io.gitscaler.decision.Recommendation;
import io.gitscaler.decision.ScalingDecision;
import io.gitscaler.failure.FailureKind;
import io.gitscaler.failure.OutsideFailure;
import io.gitscaler.history.RunLock;
import io.gitscaler.policy.HookPoint;
import io.gitscaler.policy.Mode;
import io.gitscaler.policy.ScalingPolicy;
import io.gitscaler.program.ProgramInput;
import io.gitscaler.workload.ReplicaChange;
import io.gitscaler.workload.ScaleOutcome;
import io.gitscaler.workload.Workload;
import io.gitscaler.workload.WorkloadScaler;
import java.util.Objects;
import java.util.concurrent.Semaphore;

/**
 * Carries a decision out, between the two scale hooks, as long as the lock is ours and the run goes on.
 *
 * @param places for as many scalings as may be under way at one time; hooks take none, so a slow one delays its own policy only
 */
record ScaleStep(
    WorkloadScaler scaler,
    RunLock.Held lock,
    PolicyPrograms programs,
    Ending ending,
    Semaphore places) {
  PolicyResult scale(PolicyResult decided) {
    ScalingDecision decision = decided.decision();
    if (decision == null || decided.stop() != null) {
      return decided;
    }
    if (!decision.changes()) {
      return decided.with(new ScaleOutcome.Unchanged());
    }
    if (decided.policy().mode() == Mode.OBSERVE) {
      return decided.with(new ScaleOutcome.ObservedOnly());
    }
    if (ending.reached()) {
      return decided.with(ending.stop(Step.SCALE));
    }
    ProgramInput input = input(decided, decision);
    PolicyResult ready = programs.hook(decided, HookPoint.PRE_SCALE, Step.SCALE, input);
    if (ready.stop() != null) {
      return ready;
    }
    PolicyResult scaled;
    places.acquireUninterruptibly();
    try {
      scaled = carryOut(ready, decision);
    } finally {
      places.release();
    }
    return Recording.scaled(scaled)
        ? programs.hook(scaled, HookPoint.POST_SCALE, Step.SCALE, input)
        : scaled;
  }

  /** Whether the decision is one that this step would carry out. */
  static boolean wanted(PolicyResult decided) {
    ScalingDecision decision = decided.decision();
    return decision != null
        && decision.changes()
        && decided.stop() == null
        && decided.policy().mode() == Mode.ENFORCE;
  }

  private PolicyResult carryOut(PolicyResult ready, ScalingDecision decision) {
    if (ending.reached()) {
      return ready.with(ending.stop(Step.SCALE));
    }
    try {
      lock.confirm();
    } catch (OutsideFailure unconfirmed) {
      ReasonCode code =
          unconfirmed.kind() == FailureKind.LEASE
              ? ReasonCode.LeaseLost
              : ReasonCode.FailedUpdateScale;
      return ready.with(new Stop(Step.SCALE, code, unconfirmed.sentence()));
    }
    Workload workload = Objects.requireNonNull(ready.workload());
    ScaleOutcome outcome =
        scaler.scale(
            new ReplicaChange(ready.policy().id(), workload, decision.to(), decision.sentence()));
    PolicyResult scaled = ready.with(outcome);
    return switch (outcome) {
      case ScaleOutcome.Applied applied -> scaled;
      case ScaleOutcome.Conflict conflict ->
          scaled.with(new Stop(Step.SCALE, ReasonCode.ConflictingWrite, conflict.sentence()));
      case ScaleOutcome.Refused refused ->
          scaled.with(new Stop(Step.SCALE, ReasonCode.FailedUpdateScale, refused.sentence()));
      case ScaleOutcome.Unknown unknown ->
          scaled.with(new Stop(Step.SCALE, ReasonCode.FailedUpdateScale, unknown.sentence()));
      case ScaleOutcome.Unchanged unchanged -> scaled;
      case ScaleOutcome.ObservedOnly observed -> scaled;
    };
  }

  private ProgramInput input(PolicyResult decided, ScalingDecision decision) {
    ScalingPolicy policy = decided.policy();
    Workload workload = Objects.requireNonNull(decided.workload());
    Recommendation recommendation = decided.recommendation();
    Integer asked = recommendation == null ? null : recommendation.replicas();
    return new ProgramInput.ForScale(
        asked == null ? decision.to() : asked,
        Objects.requireNonNullElse(workload.document(), "{}"),
        policy.target(),
        policy.id().namespace(),
        policy.bounds(),
        decision.to(),
        programs.runTypeFor(decided));
  }
}
