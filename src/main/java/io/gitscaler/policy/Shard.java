package io.gitscaler.policy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The share of the policies that one run takes, where several runs side by side share them. Which shard a policy belongs to
 * follows from its identity and the number of shards alone, and never changes from version to version.
 *
 * @param index from 0
 * @param count how many shards there are, 1 to {@value #MOST}
 */
public record Shard(int index, int count) {
  /** More would do nothing but fetch the same repository. */
  public static final int MOST = 100;

  /** All policies. */
  public static final Shard WHOLE = new Shard(0, 1);

  public Shard {
    if (count < 1 || count > MOST || index < 0 || index >= count) {
      throw new IllegalArgumentException("shard " + index + " of " + count);
    }
  }

  public boolean takes(PolicyId policy) {
    return count == 1 || of(policy, count) == index;
  }

  /**
   * The shard that a policy belongs to: the jump consistent hash (Lamping and Veach, 2014, arXiv:1406.2294) of the first eight
   * bytes of the SHA-256 of {@code namespace/name}. A shard more takes its share from the others and moves nothing among them.
   */
  public static int of(PolicyId policy, int count) {
    long key = key(policy);
    long bucket = -1;
    long next = 0;
    while (next < count) {
      bucket = next;
      key = key * 2862933555777941757L + 1;
      next = (long) ((bucket + 1) * ((double) (1L << 31) / (double) ((key >>> 33) + 1)));
    }
    return (int) bucket;
  }

  private static long key(PolicyId policy) {
    try {
      byte[] name = policy.toString().getBytes(StandardCharsets.UTF_8);
      return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(name)).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** {@code shard 3 of 8}, counted from 0 as its index is. */
  @Override
  public String toString() {
    return "shard " + index + " of " + count;
  }
}
