package io.gitscaler.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoRepositoryTest {
  private static final Instant AT = Instant.parse("2026-03-02T18:00:00Z");

  @Test
  void tellsItsHistoryNewestFirst(@TempDir Path folder) throws IOException {
    try (DemoRepository repository = DemoRepository.create(folder.resolve("policies.git"))) {
      repository.commit(new TreeMap<>(Map.of("a/b.yaml", "one\n")), "First", AT);
      repository.commit(new TreeMap<>(Map.of("a/b.yaml", "two\n")), "Second", AT.plusSeconds(60));

      assertThat(repository.log("main")).hasSize(2);
      assertThat(repository.log("main").getFirst())
          .startsWith("commit ")
          .contains("Author: Team Shop", "Date:   2026-03-02T18:01:00Z")
          .endsWith("\n\n    Second");
    }
  }

  @Test
  void hasNoHistoryBeforeTheFirstCommit(@TempDir Path folder) throws IOException {
    try (DemoRepository repository = DemoRepository.create(folder.resolve("audit.git"))) {
      assertThat(repository.log("gitscaler/audit")).isEmpty();
    }
  }
}
