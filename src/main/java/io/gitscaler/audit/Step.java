package io.gitscaler.audit;

/** The steps of a policy's way through a pass, in order. */
public enum Step {
  LOAD,
  OBSERVE,
  MEASURE,
  EVALUATE,
  LIMIT,
  INTEND,
  SCALE,
  RECORD
}
