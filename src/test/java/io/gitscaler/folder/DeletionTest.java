package io.gitscaler.folder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeletionTest {
  @TempDir Path temporary;

  @Test
  void removesAllThatIsInAFolderAndNothingThatItsLinksLeadTo() throws IOException {
    Path other = Files.createDirectory(temporary.resolve("other"));
    Files.writeString(other.resolve("file"), "stays");
    Path folder = Files.createDirectories(temporary.resolve("folder/below"));
    Files.writeString(folder.resolve("file"), "goes");
    Files.createSymbolicLink(folder.resolve("link"), other);

    Deletion.of(temporary.resolve("folder"));

    assertThat(temporary.resolve("folder")).doesNotExist();
    assertThat(other.resolve("file")).hasContent("stays");
  }

  @Test
  void isContentWithWhatIsGoneAlready() {
    Deletion.of(temporary.resolve("gone"));

    assertThat(temporary).isEmptyDirectory();
  }
}
