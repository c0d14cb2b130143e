package io.gitscaler.kubernetes;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;

/**
 * Knows the state that was written from one that somebody edited: a text that is gone or was shortened may still be a state, only
 * one that forgot. The seal is a checksum over the object's name and its texts, and guards against accidents, not against forgers.
 */
final class StateSeal {
  static final String KEY = "check";

  private StateSeal() {}

  /** The texts and the seal. */
  static Map<String, String> sealed(String object, Map<String, String> texts) {
    Map<String, String> sealed = new LinkedHashMap<>(texts);
    sealed.put(KEY, checksum(object, texts));
    return sealed;
  }

  /** Whether the texts are those that were sealed. What has no seal is from before there were any, or was accepted by somebody. */
  static boolean isWhole(String object, Map<String, String> data) {
    Map<String, String> texts = new LinkedHashMap<>(data);
    String seal = texts.remove(KEY);
    return seal == null || seal.equals(checksum(object, texts));
  }

  private static String checksum(String object, Map<String, String> texts) {
    CRC32 sum = new CRC32();
    add(sum, object);
    new TreeMap<>(texts)
        .forEach(
            (key, text) -> {
              add(sum, key);
              add(sum, text);
            });
    return String.format("%08x", sum.getValue());
  }

  private static void add(CRC32 sum, String text) {
    sum.update(text.getBytes(StandardCharsets.UTF_8));
    sum.update(0);
  }
}
