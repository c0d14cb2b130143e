package io.gitscaler.git;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Finds the public key in a line of SSH's allowed signers. What else the line says is JGit's to understand. */
final class SshKeyLine {
  private SshKeyLine() {}

  /** The key's fingerprint as OpenSSH spells it, or null where the line holds no key. */
  static @Nullable String fingerprint(String line) {
    String[] words = line.split("\\s+", -1);
    for (int at = 1; at + 1 < words.length; at++) {
      byte[] key = decoded(words[at + 1]);
      if (key != null && words[at].equals(type(key))) {
        return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(sha256(key));
      }
    }
    return null;
  }

  private static byte @Nullable [] decoded(String word) {
    try {
      return Base64.getDecoder().decode(word);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** A public key begins with the name of its own type, which has its length in front. */
  private static String type(byte[] key) {
    int length = key.length < 4 ? -1 : ByteBuffer.wrap(key).getInt();
    return length < 1 || length > key.length - 4
        ? ""
        : new String(key, 4, length, StandardCharsets.US_ASCII);
  }

  private static byte[] sha256(byte[] content) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(content);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
