package io.gitscaler.policyfile;

import io.gitscaler.policyfile.YamlNode.Mapping;
import io.gitscaler.policyfile.YamlNode.Scalar;
import io.gitscaler.policyfile.YamlNode.Sequence;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;

/**
 * Computes a policy's fingerprint: the first 16 hexadecimal digits of a SHA-256 over the file's name, the document's content, and
 * the content of the files that its programs name. Comments, blank space, quoting, the order of fields and the file's other
 * documents do not count.
 */
final class Fingerprint {
  private static final int DIGITS = 16;

  private Fingerprint() {}

  static String of(String file, Mapping document, Collection<Path> programFiles) {
    MessageDigest digest = sha256();
    StringBuilder content = new StringBuilder();
    append(content, file);
    append(content, document);
    digest.update(content.toString().getBytes(StandardCharsets.UTF_8));
    for (Path programFile : programFiles) {
      update(digest, programFile);
    }
    return HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS);
  }

  private static void append(StringBuilder content, YamlNode node) {
    switch (node) {
      case Scalar scalar -> append(content, scalar.text());
      case Sequence sequence -> {
        content.append('[');
        sequence.items().forEach(item -> append(content, item));
        content.append(']');
      }
      case Mapping mapping -> {
        List<String> entries = new ArrayList<>();
        for (YamlNode.Entry entry : mapping.entries()) {
          StringBuilder text = new StringBuilder();
          append(text, entry.key());
          append(text, entry.value());
          entries.add(text.toString());
        }
        entries.sort(null);
        content.append('{').append(String.join("", entries)).append('}');
      }
    }
  }

  /** With its length in front a text cannot be taken for two. */
  private static void append(StringBuilder content, String text) {
    content.append(text.length()).append(':').append(text);
  }

  private static void update(MessageDigest digest, Path file) {
    digest.update((byte) 0);
    try (InputStream in = Files.newInputStream(file)) {
      in.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
    } catch (IOException e) {
      digest.update((byte) 1); // Unreadable now; it counts as changed once it can be read.
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
