package io.gitscaler.command.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The runner as a process of its own, on no more of Java than the image has. */
class RunnerProcessTest {
  private static final Path JLINK = Path.of("cronjob/java.args");

  @TempDir Path folder;
  @TempDir Path temporary;

  private static String modules() throws IOException {
    return Files.readString(JLINK).replaceAll("(?s).*--add-modules (\\S+).*", "$1");
  }

  @Test
  void startsAndRunsProgramsWithTheModulesOfTheImage() throws Exception {
    Path socket = folder.resolve("s");
    Path log = folder.resolve("log");
    Process runner =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "--limit-modules",
                modules(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                System.getProperty("java.class.path"),
                "io.gitscaler.Gitscaler",
                "program-runner",
                "--socket",
                socket.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try (SocketExecution run = new SocketExecution(1, socket, null, Liveness.USUAL, temporary)) {
      while (!Files.exists(socket)) {
        assertThat(runner.isAlive()).as(Files.readString(log)).isTrue();
        Thread.onSpinWait(); // The runner says so by its socket.
      }

      assertThat(run.run(Tasks.sh(folder, "echo 5")).answer()).isEqualTo("5");
      assertThat(Files.readString(log)).doesNotContain("WARN", "Exception");
    } finally {
      runner.destroy();
    }
    assertThat(runner.waitFor()).as(Files.readString(log)).isZero();
    assertThat(socket).doesNotExist();
  }

  @Test
  void bothWaysToMakeTheImageTakeTheseModules() throws IOException {
    assertThat(modules()).startsWith("java.base,").contains(",jdk.net,");
    for (Path way : List.of(Path.of("cronjob/Dockerfile"), Path.of("pom.xml"))) {
      assertThat(way).content().contains(JLINK.toString()).doesNotContain("--add-modules");
    }
  }
}
