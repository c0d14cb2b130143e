package io.gitscaler.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HermeticSystemTest {
  @Test
  void hidesTheMachineFromJGit(@TempDir Path folder) throws Exception {
    try (ScratchFolder scratch = ScratchFolder.below(folder, "scratch-");
        Repository repository = scratch.repository("local.git")) {
      SystemReader reader = SystemReader.getInstance();
      assertThat(reader.getenv("PATH")).isNull();
      assertThat(reader.getHostname()).isEqualTo("localhost");
      assertThat(reader.getUserConfig().getSections())
          .containsExactlyInAnyOrder("gc", "uploadpack");
      assertThat(reader.getSystemConfig().getSections()).isEmpty();
      assertThat(repository.getConfig().getInt("gc", "auto", 6700)).isZero();
    }
  }

  @Test
  void keepsJGitFromMeasuringTheFileSystem(@TempDir Path folder) {
    HermeticSystem.install();
    assertThat(FS.FileStoreAttributes.get(folder).getFsTimestampResolution())
        .isEqualTo(Duration.ofMillis(10));
  }
}
