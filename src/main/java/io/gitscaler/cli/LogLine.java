package io.gitscaler.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.temporal.ChronoUnit;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;

/** {@code 2026-11-20T21:15:00Z WARN  message [Logger]}, and the stack trace where there is one. */
final class LogLine extends Formatter {
  @Override
  public String format(LogRecord record) {
    String name = record.getLoggerName() == null ? "" : record.getLoggerName();
    return record.getInstant().truncatedTo(ChronoUnit.MILLIS)
        + " "
        + String.format("%-5s", record.getLevel().getName())
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
