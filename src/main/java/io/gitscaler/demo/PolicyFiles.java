package io.gitscaler.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/** The demonstration's policies with their programs, as they lie in this package's resources. */
final class PolicyFiles {
  private static final List<String> NAMES =
      List.of(
          "mail/mailer.yaml",
          "mail/replicas.sh",
          "mail/waiting.sh",
          "reports/open-reports.sh",
          "reports/replicas.sh",
          "reports/reports.yaml",
          "shop/checkout.yaml");

  private PolicyFiles() {}

  /** Texts by path, with the places of the outside world filled in. */
  static SortedMap<String, String> read(Path queue, Path warehouse) throws IOException {
    SortedMap<String, String> files = new TreeMap<>();
    for (String name : NAMES) {
      try (InputStream resource =
          Objects.requireNonNull(PolicyFiles.class.getResourceAsStream("policies/" + name), name)) {
        files.put(
            name,
            new String(resource.readAllBytes(), UTF_8)
                .replace("@QUEUE@", quoted(queue))
                .replace("@WAREHOUSE@", quoted(warehouse)));
      }
    }
    return files;
  }

  /** As the inside of a YAML text in single quotes. */
  private static String quoted(Path path) {
    return path.toString().replace("'", "''");
  }
}
