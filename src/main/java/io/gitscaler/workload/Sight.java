package io.gitscaler.workload;

import io.gitscaler.failure.OutsideFailure;

/** What looking gave: the thing, or why it could not be seen. Not seen is never taken for not there. */
public sealed interface Sight<T> {
  /** The thing. */
  record Seen<T>(T value) implements Sight<T> {}

  /** Why it could not be seen. */
  record Unseen<T>(OutsideFailure failure) implements Sight<T> {}

  static <T> Sight<T> of(T value) {
    return new Seen<>(value);
  }

  static <T> Sight<T> failed(OutsideFailure failure) {
    return new Unseen<>(failure);
  }

  /** The thing, or the failure as an exception. */
  default T orThrow() {
    return switch (this) {
      case Seen<T> seen -> seen.value();
      case Unseen<T> unseen -> throw unseen.failure();
    };
  }
}
