package io.gitscaler.history;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** What a run came to; a later one wins over an earlier one. */
public enum RunEnding {
  /** All was done and recorded, nothing to change included. */
  COMPLETED,
  /** Some policy is invalid. */
  INVALID,
  /** Some policy stopped at a step, or the run had to end before all was done. */
  STOPPED,
  /** Git or the cluster could not be used, and no replicas were changed without a record. */
  UNREACHABLE,
  /** Replicas changed and the record still waits for Git. */
  UNRECORDED,
  /** Another run holds the lock, or took it over; such a run writes no state. */
  LOCKED;

  /** The name that state, metrics and {@code --fail-on} know it by. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The one that wins; {@link #COMPLETED} where nothing went wrong. */
  public static RunEnding worst(Collection<RunEnding> endings) {
    return endings.stream().max(Comparator.naturalOrder()).orElse(COMPLETED);
  }
}
