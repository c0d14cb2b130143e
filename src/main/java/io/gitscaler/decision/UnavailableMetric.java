package io.gitscaler.decision;

/** One metric has no proposal. Stays inside this package: it ends as a {@link MetricProposal} that says why. */
final class UnavailableMetric extends Exception {
  private static final long serialVersionUID = 1L;

  private final ReasonCode code;
  private final String sentence;

  /**
   * Without a stack trace, since it is an answer and not a fault.
   *
   * @param sentence what is wrong and what to do
   */
  UnavailableMetric(ReasonCode code, String sentence) {
    super(sentence, null, false, false);
    this.code = code;
    this.sentence = sentence;
  }

  ReasonCode code() {
    return code;
  }

  String sentence() {
    return sentence;
  }
}
