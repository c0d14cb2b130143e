package io.gitscaler.command.socket;

import io.gitscaler.command.LocalExecution;
import io.gitscaler.command.Outcome;
import io.gitscaler.command.Secrets;
import io.gitscaler.failure.OneLine;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Outcomes as messages, and back. */
final class Answers {
  private static final int LONGEST_TEXT = 4_000;

  private Answers() {}

  /**
   * Secrets stay where the program ran, but for those in its answer: the step that comes next is given it to the letter. The
   * answer as it may be kept goes with it where that differs.
   */
  static Frame of(long id, Outcome outcome, Secrets secrets) {
    byte[] answer = bytes(outcome.answer());
    String shown = secrets.strike(outcome.shown());
    byte[] kept = shown.equals(outcome.answer()) ? null : bytes(shown);
    String failure = outcome.failure();
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(answer);
    if (kept != null) {
      all.writeBytes(kept);
    }
    all.writeBytes(bytes(secrets.strikeCut(outcome.stderr())));
    return new Frame(
        new Message.Ended(
            id,
            answer.length,
            kept == null ? null : kept.length,
            outcome.status(),
            outcome.took().toNanos(),
            failure == null ? null : secrets.strikeCut(failure)),
        all.toByteArray());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** What a runner says that a program gave: never more than a program can give that runs here. */
  static Outcome outcome(Frame frame) throws BrokenProtocolException {
    if (!(frame.message() instanceof Message.Ended ended)) {
      throw new BrokenProtocolException("no result");
    }
    byte[] bytes = frame.bytes();
    int length = ended.answerBytes();
    Integer shownBytes = ended.shownBytes();
    long split = (long) length + (shownBytes == null ? 0 : shownBytes);
    if (length < 0 || split < length || split > bytes.length || ended.tookNanos() < 0) {
      throw new BrokenProtocolException("a result with impossible numbers");
    }
    String answer = text(bytes, 0, length);
    String shown = shownBytes == null ? answer : text(bytes, length, shownBytes);
    String stderr = text(bytes, (int) split, bytes.length - (int) split);
    if (answer.length() > LocalExecution.MAX_ANSWER
        || shown.length() > LocalExecution.MAX_ANSWER
        || stderr.length() > LocalExecution.MAX_STDERR) {
      throw new BrokenProtocolException("a result that is longer than it may be");
    }
    @Nullable String failure = ended.failure();
    return new Outcome(
        answer,
        shown,
        stderr,
        ended.status(),
        Duration.ofNanos(ended.tookNanos()),
        failure == null ? null : text(failure));
  }

  private static String text(byte[] bytes, int from, int length) {
    return new String(bytes, from, length, StandardCharsets.UTF_8);
  }

  /** A sentence from the other side, as it may be shown. */
  static String text(String sentence) {
    return OneLine.of(sentence, LONGEST_TEXT);
  }
}
