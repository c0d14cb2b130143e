package io.gitscaler;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demonstration as the process that a person starts, and stops. */
class DemoProcessIT {
  @TempDir private Path folder;

  @Test
  void stopsAtOnceWhenItIsToldToAndLeavesItsFolderAndNothingElsewhere() throws Exception {
    Path temporary = Files.createDirectory(folder.resolve("temporary"));
    Path place = folder.resolve("demo");
    LaunchedRun demo = start(temporary, place);
    while (!demo.output().contains("checkout uses")) {
      assertThat(demo.endsWithin(20)).as(demo::output).isFalse();
    }

    demo.terminate();

    assertThat(demo.status()).as(demo::output).isEqualTo(128 + 15);
    assertThat(demo.output())
        .endsWith(
            "gitscaler: the demonstration was ended by SIGTERM. What it made so far is in its folder; the next one"
                + " empties it.\n")
        .doesNotContain("\tat ", "Look for yourself");
    assertThat(place.resolve("policies.git/HEAD")).exists();
    assertThat(place.resolve("kubeconfig")).doesNotExist();
    assertThat(temporary).isEmptyDirectory();
  }

  @Test
  void aTemporaryFolderThatIsNotThereIsOneSentence() {
    LaunchedRun demo = start(folder.resolve("missing"), folder.resolve("demo"));

    assertThat(demo.status()).isEqualTo(5);
    assertThat(demo.output())
        .contains("gitscaler: " + folder.resolve("missing") + ": the temporary folder is not there")
        .doesNotContain("\tat ");
    assertThat(folder.resolve("demo")).doesNotExist();
  }

  private LaunchedRun start(Path temporary, Path place) {
    return LaunchedRun.start(
        folder,
        "demo",
        Map.of("TMPDIR", temporary.toString()),
        List.of("demo", "--folder", place.toString()));
  }
}
