package io.gitscaler.program;

import io.gitscaler.policy.HookPoint;

/** The step that a program serves; {@link #field()} is its name in a policy. */
public enum ProgramStep {
  PRE_METRIC("preMetric"),
  METRIC("metric"),
  POST_METRIC("postMetric"),
  PRE_EVALUATE("preEvaluate"),
  EVALUATE("evaluate"),
  POST_EVALUATE("postEvaluate"),
  PRE_SCALE("preScale"),
  POST_SCALE("postScale"),
  /** The program of a metric of type Command. */
  COMMAND("command");

  private final String field;

  ProgramStep(String field) {
    this.field = field;
  }

  public String field() {
    return field;
  }

  /** Whether nothing is decided by what the program answers. */
  public boolean isHook() {
    return switch (this) {
      case METRIC, EVALUATE, COMMAND -> false;
      case PRE_METRIC, POST_METRIC, PRE_EVALUATE, POST_EVALUATE, PRE_SCALE, POST_SCALE -> true;
    };
  }

  public static ProgramStep of(HookPoint hook) {
    return switch (hook) {
      case PRE_METRIC -> PRE_METRIC;
      case POST_METRIC -> POST_METRIC;
      case PRE_EVALUATE -> PRE_EVALUATE;
      case POST_EVALUATE -> POST_EVALUATE;
      case PRE_SCALE -> PRE_SCALE;
      case POST_SCALE -> POST_SCALE;
    };
  }
}
