package io.gitscaler.command.socket;

import java.io.IOException;
import java.util.Objects;

/** The other side said what no gitscaler of this protocol says; the connection is of no use any more. */
final class BrokenProtocolException extends IOException {
  private static final long serialVersionUID = 1L;

  BrokenProtocolException(String what) {
    super(what);
  }

  String what() {
    return Objects.requireNonNull(getMessage());
  }
}
