package io.gitscaler.command;

import io.gitscaler.failure.OutsideFailure;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What running a program once gave, before the answer is looked into.
 *
 * @param answer to the letter
 * @param shown the answer as it may be kept, as far as who ran the program can tell
 * @param status exit or HTTP status; null where there was none
 * @param failure null where the program succeeded
 */
public record Outcome(
    String answer,
    String shown,
    String stderr,
    @Nullable Integer status,
    Duration took,
    @Nullable String failure) {
  public static Outcome of(OutsideFailure failure) {
    return new Outcome("", "", "", null, Duration.ZERO, failure.sentence());
  }

  /** Answers are texts without the line break that most programs end their output with. */
  static String withoutFinalLineBreaks(String text) {
    int end = text.length();
    while (end > 0 && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
      end--;
    }
    return text.substring(0, end);
  }
}
