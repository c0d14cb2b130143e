package io.gitscaler.policyfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PackedLinksTest {
  @TempDir Path temporary;

  private Path folder() throws IOException {
    return Files.createDirectory(temporary.toRealPath().resolve("folder"));
  }

  /** A ConfigMap may hold what nobody packed. */
  @ParameterizedTest(name = "{0} -> {1}, {2} -> {3}")
  @CsvSource({
    "a,      ..,         z, .",
    "a,      /etc,       z, .",
    "a,      b/../../x,  b, .",
    "../a,   .,          z, .",
    "/tmp/a, .,          z, .",
    "'',     .,          z, .",
  })
  void noneLeadsOutOfTheFolder(String link, String target, String other, String otherTarget)
      throws IOException {
    SortedMap<String, String> targets = new TreeMap<>();
    targets.put(link, target);
    targets.put(other, otherTarget);
    Path folder = folder();

    assertThatThrownBy(() -> new PackedLinks(targets).make(folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("leads out of the folder");
    assertThat(temporary).isDirectoryNotContaining(each -> !each.endsWith("folder"));
  }

  @Test
  void onlyLinksThatStayBelowTheFolderHaveAWay() throws IOException {
    Path folder = folder();
    Files.writeString(temporary.resolve("out"), "");
    Files.writeString(folder.resolve("in"), "");
    Path below = Files.createDirectory(folder.resolve("below"));

    assertThat(PackedLinks.way(link(below, "../in"), folder)).isEqualTo("../in");
    assertThat(PackedLinks.way(link(below, folder.resolve("in").toString()), folder))
        .isEqualTo("../in");
    assertThat(PackedLinks.way(link(below, "."), folder)).isEqualTo(".");
    assertThat(PackedLinks.way(link(below, "../../out"), folder)).isNull();
    assertThat(PackedLinks.way(link(below, "../not-there"), folder)).isNull();
  }

  private static Path link(Path folder, String target) throws IOException {
    Path link = folder.resolve("link");
    Files.deleteIfExists(link);
    return Files.createSymbolicLink(link, Path.of(target));
  }
}
