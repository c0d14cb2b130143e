package io.gitscaler;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.gitscaler.testing.BareRepository;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the real process writes to the streams that a shell gives it. */
class StreamsIT {
  @TempDir private Path folder;

  /** The launcher in a line of a shell, {@code "$@"} being the launcher. */
  private LaunchedRun shell(String line, Map<String, String> environment) {
    return LaunchedRun.start(
        folder,
        "shell",
        environment,
        List.of("sh", "-c", line, "sh", LaunchedRun.LAUNCHER.toString()),
        List.of());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"schema", "lint policies", "manifests --policies-dir policies", "--version"})
  void aResultThatFindsNoRoomIsToldAndFails(String command) {
    LaunchedRun run = shell("\"$@\" " + command + " > /dev/full", Map.of());

    assertThat(run.status()).as(run::output).isEqualTo(4);
    assertThat(run.output())
        .isEqualTo(
            "gitscaler: stdout: the result cannot be written: No space left on device. Look at where the output goes.\n");
  }

  @Test
  void aReaderThatHasEnoughIsNoFailure() {
    // The status goes another way than the result, for a pipe has only that of its last command.
    LaunchedRun run =
        shell(
            "{ \"$@\" manifests --policies-dir policies; echo \"$?\" >&2; } | head -c 1", Map.of());

    assertThat(run.status()).isZero();
    assertThat(run.output()).isEqualTo("#0\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"text", "json"})
  void aTemporaryFolderThatIsFullIsOneSentenceAlsoWhereGitIsAFolder(String format)
      throws IOException {
    BareRepository repository = BareRepository.create(folder, "policies");
    byte[] large = new byte[3_000_000];
    new Random(1).nextBytes(large);
    repository.commit("main", Map.of("large", new String(large, StandardCharsets.ISO_8859_1)));

    LaunchedRun run =
        shell(
            "ulimit -f 600; exec \"$@\" manifests --policies-repo " + repository.url(),
            Map.of("GITSCALER_LOG_FORMAT", format));

    assertThat(run.status()).as(run::output).isEqualTo(5);
    assertThat(run.output())
        .contains("the temporary folder for Git cannot be written")
        .doesNotContain("Pipe closed")
        .hasLineCount(1);
    if (format.equals("json")) {
      assertThat(new ObjectMapper().readTree(run.output()).get("log.level").asText())
          .isEqualTo("ERROR");
    }
  }
}
