package io.gitscaler.policy;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Says that a version of the policies is not the one that was asked for, but the last one that could be read.
 *
 * @param asOf when it was last known to be what Git holds, on five minutes exactly
 * @param maxAge how long after that it may act
 * @param cause what stands in the way of the version that was asked for
 * @param why the same in plain words
 * @param refused full id of the commit that was refused because of its signature; null for every other cause
 */
public record LastGood(
    Instant asOf, Duration maxAge, Cause cause, String why, @Nullable String refused) {
  /** What stands in the way. */
  public enum Cause {
    /** Git gave no version at all. */
    GIT,
    /** Git gave a version in which this policy is invalid. */
    INVALID,
    /** Git gave a version that no allowed key signed. */
    SIGNATURE
  }

  /** How long the policies may act. */
  public Instant until() {
    return asOf.plus(maxAge);
  }

  /** Whether the policies are too old to be acted on. */
  public boolean tooOldAt(Instant now) {
    return now.isAfter(until());
  }
}
