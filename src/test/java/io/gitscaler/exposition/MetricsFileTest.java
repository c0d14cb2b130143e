package io.gitscaler.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsFileTest {
  @TempDir private Path folder;

  @Test
  void isThereWholeAndAlone() throws IOException {
    Path file = folder.resolve("gitscaler.prom");
    for (int i = 0; i < 2; i++) {
      assertThat(new MetricsFile(file).write(RunMetricsTest.run())).isEmpty();
      assertThat(file).content().contains("gitscaler_runs_total").endsWith("\n");
    }
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void aFolderThatIsNotThereIsASentence() {
    Path file = folder.resolve("missing").resolve("gitscaler.prom");
    assertThat(new MetricsFile(file).write(RunMetricsTest.run()).orElseThrow())
        .isEqualTo(
            "The metrics could not be written to "
                + file
                + " (NoSuchFileException). Give --metrics-file a path in a folder that exists and"
                + " may be written to.");
  }

  @Test
  void theOldOneStaysWhereTheNewOneCannotBeWritten() throws IOException {
    Path file = folder.resolve("gitscaler.prom");
    Files.writeString(file, "old");
    Files.createDirectory(folder.resolve(".gitscaler.prom.new"));
    assertThat(new MetricsFile(file).write(RunMetricsTest.run())).isPresent();
    assertThat(file).hasContent("old");
  }
}
