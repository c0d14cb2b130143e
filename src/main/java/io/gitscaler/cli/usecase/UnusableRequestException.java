package io.gitscaler.cli.usecase;

/**
 * A request that no repository and no cluster could fulfil, such as a Git address of an unknown kind. Its message says what is
 * wrong and what to do; it holds nothing secret.
 */
public final class UnusableRequestException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UnusableRequestException(String message) {
    super(message, null, false, false);
  }
}
