package io.gitscaler.policy;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Holds a target. The target stays at {@code replicas} where that is given, else where it is.
 *
 * @param until the first instant at which the policy acts again; null means until the pause is removed
 */
public record Pause(@Nullable Integer replicas, String reason, @Nullable Instant until) {
  public boolean holdsAt(Instant now) {
    return until == null || now.isBefore(until);
  }
}
