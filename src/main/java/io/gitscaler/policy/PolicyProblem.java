package io.gitscaler.policy;

import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong in a policy file, or doubtful.
 *
 * @param file path below the policies root
 * @param line 1-based
 * @param column 1-based
 * @param field path such as {@code spec.maxReplicas}; empty where the whole document is meant
 * @param message what is wrong, then what to do
 * @param policy the policy that the problem stops; null where its identity could not be read
 */
public record PolicyProblem(
    String file, int line, int column, String field, String message, @Nullable PolicyId policy) {
  @Override
  public String toString() {
    return where() + message;
  }

  /** The same where it does not stop the policy, but most likely is not what was meant. */
  public String asWarning() {
    return where() + "warning: " + message;
  }

  private String where() {
    return file + ":" + line + ":" + column + (field.isEmpty() ? "" : " " + field) + ": ";
  }
}
