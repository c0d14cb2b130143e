package io.gitscaler.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Texts that commands print, as files. */
final class Golden {
  private Golden() {}

  static String read(String name) {
    try (InputStream file = Golden.class.getResourceAsStream("/cli/" + name)) {
      return new String(
          Objects.requireNonNull(file, "no golden file " + name).readAllBytes(),
          StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
