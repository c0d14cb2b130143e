package io.gitscaler.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/** {@code 2026-11-20T21:15:00Z WARN  message [Logger]}, and the stack trace where there is one. */
final class LogLine extends Formatter {
  private static final Map<Level, String> NAMES =
      Map.of(Level.SEVERE, "ERROR", Level.WARNING, "WARN ", Level.INFO, "INFO ");

  @Override
  public String format(LogRecord record) {
    String name = record.getLoggerName() == null ? "" : record.getLoggerName();
    return record.getInstant().truncatedTo(ChronoUnit.MILLIS)
        + " "
        + NAMES.getOrDefault(record.getLevel(), "DEBUG")
        + " "
        + Plain.line(formatMessage(record))
        + " ["
        + name.substring(name.lastIndexOf('.') + 1)
        + "]"
        + trace(record);
  }

  private static String trace(LogRecord record) {
    Throwable thrown = record.getThrown();
    if (thrown == null) {
      return "";
    }
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text, true));
    return "\n" + Plain.lines(text.toString());
  }
}
