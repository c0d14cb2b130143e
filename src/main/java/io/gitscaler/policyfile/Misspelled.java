package io.gitscaler.policyfile;

/** A single value that cannot be read; the message says why and what to write. */
final class Misspelled extends Exception {
  private static final long serialVersionUID = 1L;

  Misspelled(String message) {
    super(message, null, false, false);
  }

  String sentence() {
    return String.valueOf(getMessage());
  }
}
