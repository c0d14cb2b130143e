package io.gitscaler.demo;

/**
 * A Deployment in the embedded cluster and the work that it has to do.
 *
 * @param replicas at the beginning; 0 or more
 * @param cpuRequestMilli CPU request of each pod in thousandths of a core; above zero
 */
record Application(String namespace, String name, int replicas, int cpuRequestMilli, Load load) {
  /** The work as time goes by, shared evenly by the pods. */
  @FunctionalInterface
  interface Load {
    /** CPU that all pods together use at this instant, in thousandths of a core; 0 or more. */
    long cpuMilli(java.time.Instant at);
  }
}
