package io.gitscaler.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gitscaler.failure.OutsideFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoFolderTest {
  @TempDir private Path root;

  @Test
  void makesAFolderThatIsNotThere() throws IOException {
    assertThat(DemoFolder.prepare(root.resolve("target/demo"))).isDirectory();
  }

  @Test
  void emptiesWhatAnEarlierDemonstrationMade() throws IOException {
    Path folder = DemoFolder.prepare(root.resolve("demo"));
    Files.createDirectories(folder.resolve("audit.git/refs"));
    Files.writeString(folder.resolve("audit.git/HEAD"), "old");

    DemoFolder.prepare(folder);

    assertThat(folder.resolve("audit.git")).doesNotExist();
  }

  @Test
  void doesNotTouchWhatOthersMade() throws IOException {
    Path precious = Files.writeString(root.resolve("precious"), "work of a year");

    assertThatExceptionOfType(OutsideFailure.class)
        .isThrownBy(() -> DemoFolder.prepare(root))
        .withMessageContaining("no demonstration made")
        .withMessageContaining("--folder");
    assertThat(precious).hasContent("work of a year");
  }

  @Test
  void saysThatTheTemporaryFolderCannotBeWrittenAndWhatToSet() throws IOException {
    DemoFolder.checkTemporary(root);
    assertThat(root).isEmptyDirectory();
    Path file = Files.createFile(root.resolve("file"));

    for (Path unusable : List.of(file, root.resolve("missing"))) {
      assertThatExceptionOfType(OutsideFailure.class)
          .isThrownBy(() -> DemoFolder.checkTemporary(unusable))
          .withMessage(
              unusable
                  + ": the temporary folder is not there or cannot be written. Set TMPDIR to a folder that this user"
                  + " may write.");
    }
  }

  @Test
  void doesNotTouchAFileOfThatName() throws IOException {
    Path file = Files.writeString(root.resolve("demo"), "a file");

    assertThatExceptionOfType(OutsideFailure.class).isThrownBy(() -> DemoFolder.prepare(file));
    assertThat(file).hasContent("a file");
  }
}
