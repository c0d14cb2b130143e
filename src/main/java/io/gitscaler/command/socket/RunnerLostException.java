package io.gitscaler.command.socket;

import java.util.Objects;

/** The runner cannot be used: what happened, and what to do, as in an OutsideFailure. */
final class RunnerLostException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String advice;
  private final boolean hangs;

  RunnerLostException(String what, String advice) {
    this(what, advice, false);
  }

  private RunnerLostException(String what, String advice, boolean hangs) {
    super(what);
    this.advice = advice;
    this.hangs = hangs;
  }

  /** It is there and does not answer, so that whoever asks it again waits again. */
  static RunnerLostException hanging(String what, String advice) {
    return new RunnerLostException(what, advice, true);
  }

  String what() {
    return Objects.requireNonNull(getMessage());
  }

  String advice() {
    return advice;
  }

  boolean hangs() {
    return hangs;
  }
}
