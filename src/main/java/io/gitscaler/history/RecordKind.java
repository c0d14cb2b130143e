package io.gitscaler.history;

/** What a record says happened; the first word of its story. */
public enum RecordKind {
  SCALED_UP,
  SCALED_DOWN,
  /** Replicas should have changed and could not. */
  NOT_SCALED,
  /** A policy in observe mode would have scaled. */
  WOULD_SCALE,
  FAILURE_BEGAN,
  FAILURE_ENDED,
  POLICY_APPEARED,
  POLICY_CHANGED,
  /** The merged version of a policy is invalid, and an older one acts in its place. */
  POLICY_INVALID,
  /** The merged version is in force again. */
  POLICY_VALID,
  POLICY_GONE,
  PAUSE_BEGAN,
  PAUSE_ENDED,
  /** A target wants more than its maximum. */
  BEYOND_MAX,
  /** A scaling that an earlier run announced was settled. */
  RECOVERED,
  /** Counts of quiet runs. */
  SUMMARY,
  /** Counts of records that were too many to wait for Git. */
  FOLDED;

  /** Whether it tells of a change of replicas; such a record is never dropped. */
  public boolean isScaling() {
    return this == SCALED_UP || this == SCALED_DOWN || this == RECOVERED;
  }
}
