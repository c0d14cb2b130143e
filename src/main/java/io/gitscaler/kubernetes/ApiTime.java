package io.gitscaler.kubernetes;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;

/** Times as the API server writes them. */
final class ApiTime {
  private static final int SECONDS = "2026-11-22T09:00:00Z".length();

  private ApiTime() {}

  /**
   * Reads a time. The usual form, of whole seconds in UTC, is read by hand: a list of pods holds two of them for each pod, and
   * the JDK's parser would cost more than the rest of the list.
   *
   * @throws DateTimeException for anything that is no time
   */
  static Instant parse(String text) {
    if (text.length() != SECONDS || !text.endsWith("Z")) {
      return Instant.parse(text);
    }
    for (int i = 0; i < SECONDS - 1; i++) {
      char form = "0000-00-00T00:00:00".charAt(i);
      char found = text.charAt(i);
      if (form == '0' ? found < '0' || found > '9' : found != form) {
        return Instant.parse(text);
      }
    }
    int hour = number(text, 11);
    int minute = number(text, 14);
    int second = number(text, 17);
    if (hour > 23 || minute > 59 || second > 59) {
      return Instant.parse(text);
    }
    int year = number(text, 0) * 100 + number(text, 2);
    long day = LocalDate.of(year, number(text, 5), number(text, 8)).toEpochDay();
    return Instant.ofEpochSecond(((day * 24 + hour) * 60 + minute) * 60 + second);
  }

  private static int number(String text, int at) {
    return (text.charAt(at) - '0') * 10 + text.charAt(at + 1) - '0';
  }
}
