package io.gitscaler.command.socket;

import io.gitscaler.command.LocalExecution;
import io.gitscaler.command.Outcome;
import io.gitscaler.command.Secrets;
import io.gitscaler.failure.OneLine;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Outcomes as messages, and back. */
final class Answers {
  private static final int LONGEST_TEXT = 4_000;

  private Answers() {}

  /** Without the secrets, which stay where the program ran. */
  static Frame of(long id, Outcome outcome, Secrets secrets) {
    byte[] answer = secrets.strike(outcome.answer()).getBytes(StandardCharsets.UTF_8);
    byte[] stderr = secrets.strike(outcome.stderr()).getBytes(StandardCharsets.UTF_8);
    String failure = outcome.failure();
    byte[] both = Arrays.copyOf(answer, answer.length + stderr.length);
    System.arraycopy(stderr, 0, both, answer.length, stderr.length);
    return new Frame(
        new Message.Ended(
            id,
            answer.length,
            outcome.status(),
            outcome.took().toNanos(),
            failure == null ? null : secrets.strike(failure)),
        both);
  }

  /** What a runner says that a program gave: never more than a program can give that runs here. */
  static Outcome outcome(Frame frame) throws BrokenProtocolException {
    if (!(frame.message() instanceof Message.Ended ended)) {
      throw new BrokenProtocolException("no result");
    }
    byte[] bytes = frame.bytes();
    int split = ended.answerBytes();
    if (split < 0 || split > bytes.length || ended.tookNanos() < 0) {
      throw new BrokenProtocolException("a result with impossible numbers");
    }
    String answer = new String(bytes, 0, split, StandardCharsets.UTF_8);
    String stderr = new String(bytes, split, bytes.length - split, StandardCharsets.UTF_8);
    if (answer.length() > LocalExecution.MAX_ANSWER
        || stderr.length() > LocalExecution.MAX_STDERR) {
      throw new BrokenProtocolException("a result that is longer than it may be");
    }
    @Nullable String failure = ended.failure();
    return new Outcome(
        answer,
        stderr,
        ended.status(),
        Duration.ofNanos(ended.tookNanos()),
        failure == null ? null : text(failure));
  }

  /** A sentence from the other side, as it may be shown. */
  static String text(String sentence) {
    return OneLine.of(sentence, LONGEST_TEXT);
  }
}
