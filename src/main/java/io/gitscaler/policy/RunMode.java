package io.gitscaler.policy;

/** How often a metric program runs in one pass. */
public enum RunMode {
  PER_POD,
  PER_RESOURCE
}
