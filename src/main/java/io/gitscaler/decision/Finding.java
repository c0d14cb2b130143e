package io.gitscaler.decision;

/**
 * One limit that was looked at.
 *
 * @param before the count that the limit was given
 * @param after the count that it let through; equal to {@code before} where it changed nothing
 * @param sentence one sentence for people
 */
public record Finding(ReasonCode code, int before, int after, String sentence) {
  public boolean changed() {
    return before != after;
  }
}
