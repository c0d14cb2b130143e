package io.gitscaler.decision;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * Why a decision is what it is: one closed vocabulary for records, Events, logs and tests. The words are the
 * HorizontalPodAutoscaler's where it has one.
 */
public enum ReasonCode {
  // What the measurements or the programs asked for.
  /** A metric is above its target. */
  MetricAboveTarget,
  /** All metrics are below their targets. */
  MetricsBelowTarget,
  /** Every metric is close enough to its target. */
  WithinTolerance,
  /** Metrics are off target and the count is right all the same, for want of readings or by rounding. */
  ProposalEqualsCurrent,
  /** The evaluate program asked for this count. */
  ProgramRequested,
  /** The smaller count that some metrics ask for is not acted on while another metric is unavailable. */
  HeldByUnavailableMetric,

  // Limits, in the order in which they are looked at.
  DesiredWithinRange,
  ReadyForNewScale,
  ScaleUpStabilized,
  ScaleDownStabilized,
  ScaleUpLimit,
  ScaleDownLimit,
  TooFewReplicas,
  TooManyReplicas,
  /** History was older than a window, so the window starts anew with the current count. */
  WindowReseeded,

  // Decided without measuring.
  /** The replica count was outside the bounds before anything was measured. */
  CurrentAboveMax,
  CurrentBelowMin,
  /** The target is at zero by somebody else's hand, or may not be at zero by the policy. */
  ScalingDisabled,
  Paused,
  /** A pause ended by its own date; the policy acts again. */
  PauseExpired,

  // What stops a policy for this pass.
  FailedGetScale,
  FailedGetPods,
  FailedGetResourceMetric,
  FailedGetContainerResourceMetric,
  FailedGetPodsMetric,
  FailedGetObjectMetric,
  FailedGetExternalMetric,
  FailedGetCommandMetric,
  /** A reading is no number that can be acted on: NaN, infinite, negative where that makes no sense, beyond 64 bits. */
  InvalidMetric,
  InvalidSelector,
  AmbiguousSelector,
  ProgramFailed,
  TargetNotFound,
  TargetNotScalable,
  TargetOwnedByAnotherAutoscaler,
  PolicyInvalid,
  /** The version that was asked for cannot be had, and the last good one is older than it may be. */
  PolicyTooOld,

  // What became of a scaling.
  ConflictingWrite,
  FailedUpdateScale,
  LeaseLost,

  // What keeps a policy from being dealt with, and is no failure of its own.
  /** The run's deadline was near. */
  DeadlineExceeded,
  /** The run was told to end. */
  Terminated;

  private static final Set<ReasonCode> FAILURES =
      Collections.unmodifiableSet(
          EnumSet.of(
              HeldByUnavailableMetric,
              FailedGetScale,
              FailedGetPods,
              FailedGetResourceMetric,
              FailedGetContainerResourceMetric,
              FailedGetPodsMetric,
              FailedGetObjectMetric,
              FailedGetExternalMetric,
              FailedGetCommandMetric,
              InvalidMetric,
              InvalidSelector,
              AmbiguousSelector,
              ProgramFailed,
              TargetNotFound,
              TargetNotScalable,
              TargetOwnedByAnotherAutoscaler,
              PolicyInvalid,
              PolicyTooOld,
              ConflictingWrite,
              FailedUpdateScale,
              LeaseLost));

  /** Whether the run ended before the policy was dealt with, so that nothing can be said of it. */
  public boolean isSkip() {
    return this == DeadlineExceeded || this == Terminated;
  }

  /** Whether the policy could not do what it is there for, so that somebody should look. */
  public boolean isFailure() {
    return FAILURES.contains(this);
  }
}
