package io.gitscaler.failure;

/** Who or what failed, so that a caller can decide what the failure means without reading its text. */
public enum FailureKind {
  /** The Git server could not be reached, or answered nonsense. */
  GIT_UNREACHABLE,
  /** Git answered, and refused: wrong credentials, unknown ref, a rejected push. */
  GIT_REFUSED,
  /** Git delivered something that cannot be used: a missing path, unrelated content on the audit branch. */
  GIT_CONTENT,
  /** The API server, or one of its aggregated APIs, could not be reached or failed by itself (5xx, 429, reset). */
  CLUSTER_UNREACHABLE,
  /** The API server refused for want of a right; the message names the RBAC rule to add. */
  FORBIDDEN,
  /** The object, kind or API does not exist. */
  NOT_FOUND,
  /** Something answered that cannot be used as it is: a kind without scale, unreadable state, a bad number. */
  UNUSABLE,
  /** Somebody else changed the object first. */
  CONFLICT,
  /** A team's program failed, timed out, or answered what cannot be read. */
  PROGRAM,
  /** Another run holds the Lease, or took it over. */
  LEASE,
  /** The run had to end first: its deadline was near, or it was told to. */
  ENDED
}
