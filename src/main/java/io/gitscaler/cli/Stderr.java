package io.gitscaler.cli;

import java.io.PrintStream;

/**
 * Everything on stderr goes through here, so that log lines, messages and the one line that shows progress do not run into
 * each other.
 */
final class Stderr {
  private static final String ERASE_LINE = "\r\u001b[K";

  private final PrintStream stream;
  private final boolean terminal;
  private boolean statusShown;

  Stderr(PrintStream stream, boolean terminal) {
    this.stream = stream;
    this.terminal = terminal;
  }

  /** Prints lines that stay. The final line break is added. */
  synchronized void println(String text) {
    clearStatus();
    stream.println(text);
    stream.flush();
  }

  /** Shows a line that the next one replaces; nothing where nobody looks. */
  synchronized void status(String text) {
    if (terminal) {
      stream.print(ERASE_LINE + text);
      stream.flush();
      statusShown = true;
    }
  }

  synchronized void clearStatus() {
    if (statusShown) {
      stream.print(ERASE_LINE);
      stream.flush();
      statusShown = false;
    }
  }

  boolean isTerminal() {
    return terminal;
  }
}
