package io.gitscaler.policy;

/** Where a hook runs; {@link #field()} is its name in a policy. */
public enum HookPoint {
  PRE_METRIC("preMetric"),
  POST_METRIC("postMetric"),
  PRE_EVALUATE("preEvaluate"),
  POST_EVALUATE("postEvaluate"),
  PRE_SCALE("preScale"),
  POST_SCALE("postScale");

  private final String field;

  HookPoint(String field) {
    this.field = field;
  }

  public String field() {
    return field;
  }
}
