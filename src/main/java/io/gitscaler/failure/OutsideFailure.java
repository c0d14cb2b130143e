package io.gitscaler.failure;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something outside this process failed. Adapters translate library exceptions into it once, at the border; it is also
 * carried as a value, because a failure that stops one policy is part of that policy's record.
 *
 * <p>The message is written for the person who must act: where, what, what to do. It never holds a secret and it is shown
 * without a stack trace, so none is taken; the cause keeps its own for the debug log, as do failures that it suppressed.
 */
public class OutsideFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final FailureKind kind;

  /**
   * A failure without a library's exception behind it.
   *
   * @param where the place, such as {@code deployments.apps shop/checkout} or {@code https://git.example.org/policies}
   * @param what what happened, as a sentence without the final full stop
   * @param advice what to do, as a full sentence; may be empty where nothing but waiting helps
   */
  public OutsideFailure(FailureKind kind, String where, String what, String advice) {
    this(kind, where, what, advice, null);
  }

  /** The same with the library's exception, kept for the debug log only. */
  public OutsideFailure(
      FailureKind kind, String where, String what, String advice, @Nullable Throwable cause) {
    super(where + ": " + what + "." + (advice.isEmpty() ? "" : " " + advice), cause, true, false);
    this.kind = Objects.requireNonNull(kind);
  }

  public FailureKind kind() {
    return kind;
  }

  /** The message; unlike {@link #getMessage()} never null. */
  public String sentence() {
    return Objects.requireNonNull(getMessage());
  }
}
