package io.gitscaler.reconcile;

/**
 * How much may wait for Git before records that tell of no scaling are folded into counts. One ConfigMap holds some 900 KiB,
 * so the usual cap is about seven of them.
 *
 * @param records above zero
 * @param bytes of the records themselves, in UTF-8; above zero
 */
record QueueCap(int records, long bytes) {
  /** A week of an outage for some hundred policies, or an hour in which 3,000 of them fail. */
  static final QueueCap USUAL = new QueueCap(4000, 6L * 1024 * 1024);

  /** What is left after folding, so that it is not due again at once. */
  QueueCap afterFolding() {
    return new QueueCap(Math.max(1, records * 3 / 4), Math.max(1, bytes * 3 / 4));
  }

  boolean holds(long howMany, long howManyBytes) {
    return howMany <= records && howManyBytes <= bytes;
  }
}
