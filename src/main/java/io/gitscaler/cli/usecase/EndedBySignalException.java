package io.gitscaler.cli.usecase;

/** A signal ended what was asked for before it was done. Its message says what is left behind. */
public final class EndedBySignalException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What shells add to a signal's number. */
  private static final int BY_SIGNAL = 128;

  private final int status;

  public EndedBySignalException(int number, String message) {
    super(message, null, false, false);
    status = BY_SIGNAL + number;
  }

  /** The exit status of a process that the signal ended. */
  public int status() {
    return status;
  }
}
