package io.gitscaler.audit;

/** The steps of a policy's way through a pass at which it may stop, in order. */
public enum Step {
  LOAD,
  OBSERVE,
  MEASURE,
  EVALUATE,
  SCALE
}
