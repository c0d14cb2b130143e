package io.gitscaler.policy;

/** Whether a policy acts. */
public enum Mode {
  /** Decide, record and scale. */
  ENFORCE,
  /** Decide and record; change nothing at all, hooks included. */
  OBSERVE
}
