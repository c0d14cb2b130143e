package io.gitscaler.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.gitscaler.testing.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StraysTest {
  @TempDir Path folder;

  /** Between two programs a process has for a moment no environment by which it could be recognised. */
  @Test
  void killsWhatIsJustBecomingAnotherProgram() throws IOException {
    Path restless = Files.writeString(folder.resolve("restless.sh"), "exec sh \"$0\"\n");
    for (int round = 0; round < 100; round++) {
      ProcessBuilder builder = new ProcessBuilder("sh", restless.toString());
      builder.environment().putAll(Map.of("HOME", folder.toString()));
      Process process = builder.start();
      try {
        new Strays().kill(new Strays.Mark(0, folder));

        assertThat(Processes.runs(process.pid())).as("round %d", round).isFalse();
      } finally {
        process.destroyForcibly();
      }
    }
  }

  @Test
  void leavesAloneWhatBelongsToNobodyHere() throws IOException {
    ProcessBuilder builder = new ProcessBuilder("sleep", "1000");
    builder.environment().clear();
    Process process = builder.start();
    try {
      new Strays().kill(new Strays.Mark(0, folder));

      assertThat(Processes.runs(process.pid())).isTrue();
    } finally {
      process.destroyForcibly();
    }
  }
}
