package io.gitscaler.command;

import java.util.Objects;

/** A program answered what its step cannot use. */
final class UnreadableAnswerException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String advice;

  UnreadableAnswerException(String what, String advice) {
    super(what);
    this.advice = advice;
  }

  String what() {
    return Objects.requireNonNull(getMessage());
  }

  String advice() {
    return advice;
  }
}
