package io.gitscaler.cli.usecase;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One decision in the order in which it was made.
 *
 * @param readings one line for each metric or program answer, in the policy's order
 * @param asked what the readings asked for; null where nothing was asked for or it is not known
 * @param limits every limit that was looked at, in order
 * @param source where the story was read
 */
public record DecisionStory(
    Instant at,
    List<String> readings,
    @Nullable Asked asked,
    List<Limit> limits,
    Verdict verdict,
    Source source) {
  public DecisionStory {
    readings = List.copyOf(readings);
    limits = List.copyOf(limits);
  }

  /**
   * What the readings asked for.
   *
   * @param by what decided, such as a metric's label; empty where nothing stands out
   */
  public record Asked(int replicas, String by, String sentence) {}

  /**
   * One limit.
   *
   * @param before the count it was given; null where only the sentence was kept
   * @param after the count it let through; null where only the sentence was kept
   * @param code a reason code; empty where only the sentence was kept
   */
  public record Limit(
      String code, @Nullable Integer before, @Nullable Integer after, String sentence) {}

  /**
   * How it ended.
   *
   * @param from null where the target was not seen
   * @param to null where nothing was decided
   * @param reason a reason code
   * @param outcome what became of it: {@code applied}, {@code unchanged} and so on; empty where it is not known
   */
  public record Verdict(
      @Nullable Integer from,
      @Nullable Integer to,
      String reason,
      String sentence,
      String outcome) {}

  /**
   * Where the story comes from. All may be empty where it is not known.
   *
   * @param kept {@code state}, or {@code trail} with the commit
   * @param run the run's id
   * @param target such as {@code Deployment/checkout}
   * @param policyCommit commit of the policies that were acted on
   * @param policyFile file of the policy, with its line
   */
  public record Source(
      String kept, String run, String target, String policyCommit, String policyFile) {}
}
