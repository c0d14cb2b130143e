package io.gitscaler.failure;

import org.jspecify.annotations.Nullable;

/** Looks behind exceptions of libraries, which wrap what happened in one another. */
public final class Causes {
  private Causes() {}

  /** The outermost of this type, the exception itself included; null where there is none. */
  public static <T> @Nullable T find(@Nullable Throwable exception, Class<T> type) {
    for (Throwable at = exception; at != null; at = at.getCause()) {
      if (type.isInstance(at)) {
        return type.cast(at);
      }
    }
    return null;
  }
}
