package io.gitscaler.reconcile;

/**
 * How much may wait for Git before records that tell of no scaling are folded into counts. It grows with the installation, as the
 * ConfigMaps do that hold its state: what all policies have to say at once is not much for any of them.
 *
 * @param records above zero
 * @param bytes of the records themselves, in UTF-8; above zero
 */
record QueueCap(int records, long bytes) {
  /** A week of an outage for some hundred policies, and beside it two records of each policy, or 8 KiB of them. */
  static QueueCap of(int policies) {
    return new QueueCap(4000 + 2 * policies, 6L * 1024 * 1024 + 8L * 1024 * policies);
  }

  /** What is left after folding, so that it is not due again at once. */
  QueueCap afterFolding() {
    return new QueueCap(Math.max(1, records * 3 / 4), Math.max(1, bytes * 3 / 4));
  }

  boolean holds(long howMany, long howManyBytes) {
    return howMany <= records && howManyBytes <= bytes;
  }
}
