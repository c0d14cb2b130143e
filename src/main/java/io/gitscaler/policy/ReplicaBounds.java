package io.gitscaler.policy;

/**
 * The inclusive range of replicas that a policy may set.
 *
 * @param min 0 or more; 0 allows scaling to and from zero
 * @param max 1 or more, not below {@code min}
 */
public record ReplicaBounds(int min, int max) {
  public ReplicaBounds {
    if (min < 0 || max < 1 || min > max) {
      throw new IllegalArgumentException("bounds " + min + ".." + max);
    }
  }
}
