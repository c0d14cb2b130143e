package io.gitscaler.cli;

import java.io.PrintStream;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;

/**
 * Everything on stderr goes through here, so that log lines, messages and the one line that shows progress do not run into
 * each other.
 */
final class Stderr {
  private static final String ERASE_LINE = "\r\u001b[K";

  private final PrintStream stream;
  private final boolean terminal;
  private boolean statusShown;
  private @Nullable Formatter objects;

  Stderr(PrintStream stream, boolean terminal) {
    this.stream = stream;
    this.terminal = terminal;
  }

  /** From now on every line is an object that this makes of it; null for plain text. */
  synchronized void objects(@Nullable Formatter formatter) {
    clearStatus();
    objects = formatter;
  }

  /** Says what a person should know who may want to act. The final line break is added. */
  void println(String text) {
    say(Level.WARNING, text);
  }

  /** Says why the command failed. The final line break is added. */
  void fail(String text) {
    say(Level.SEVERE, text);
  }

  private synchronized void say(Level level, String text) {
    if (objects == null) {
      line(text);
    } else {
      LogRecord record = new LogRecord(LogSetup.named(level), text);
      record.setLoggerName("io.gitscaler");
      line(objects.format(record).stripTrailing());
    }
  }

  /** Prints what has its form already. The final line break is added. */
  synchronized void line(String text) {
    clearStatus();
    stream.println(text);
    stream.flush();
  }

  /** Shows a line that the next one replaces; nothing where nobody looks. */
  synchronized void status(String text) {
    if (terminal && objects == null) {
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
