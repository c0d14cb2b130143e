package io.gitscaler.decision;

import java.util.List;

/** What an evaluate program asks for, as a recommendation. */
public final class ProgramEvaluation {
  private ProgramEvaluation() {}

  /**
   * The recommendation of a program's answer.
   *
   * @param targetReplicas as the program printed it; 0 or more
   */
  public static Recommendation of(int targetReplicas) {
    return new Recommendation(
        targetReplicas,
        ReasonCode.ProgramRequested,
        "the evaluate program asked for " + targetReplicas,
        List.of(),
        null);
  }
}
