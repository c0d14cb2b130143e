package io.gitscaler.cronjob;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What BuildKit sends to the build of the image, of which {@code cronjob/Dockerfile.dockerignore} decides. */
class BuildContextTest {
  /** The last line that fits a path or a folder above it decides, as Docker's documentation has it. */
  private static boolean isSent(Path path) throws IOException {
    boolean sent = true;
    for (String line : Files.readAllLines(Path.of("cronjob/Dockerfile.dockerignore"))) {
      String pattern = line.replaceFirst("^!", "");
      if (!line.isBlank() && !line.startsWith("#") && fits(pattern, path)) {
        sent = line.startsWith("!");
      }
    }
    return sent;
  }

  private static boolean fits(String pattern, Path path) {
    for (Path at = path; at != null; at = at.getParent()) {
      if (FileSystems.getDefault().getPathMatcher("glob:" + pattern).matches(at)) {
        return true;
      }
    }
    return false;
  }

  /** Files of the repository that the build stage names: what its commands read from a file, and what Maven reads. */
  private static List<Path> needed() throws IOException {
    List<Path> needed = new ArrayList<>(List.of(Path.of("pom.xml"), Path.of("src/main/java")));
    String dockerfile = Files.readString(Path.of("cronjob/Dockerfile"));
    Pattern.compile("@(\\S+)")
        .matcher(dockerfile)
        .results()
        .map(MatchResult::group)
        .map(argument -> Path.of(argument.substring(1)))
        .forEach(needed::add);
    Pattern.compile("\\$\\{project\\.basedir}/([^<\\s]+)|<(?:source|directory)>(src/[^<]+)<")
        .matcher(Files.readString(Path.of("pom.xml")))
        .results()
        .map(found -> found.group(1) == null ? found.group(2) : found.group(1))
        .map(Path::of)
        .filter(path -> !path.startsWith("src/test"))
        .forEach(needed::add);
    return needed;
  }

  @Test
  void hasEveryFileThatTheBuildReads() throws IOException {
    List<Path> needed = needed();

    assertThat(needed).contains(Path.of("cronjob/java.args")).hasSizeGreaterThan(3);
    for (Path path : needed) {
      assertThat(path).exists();
      assertThat(isSent(path)).as("%s reaches the build", path).isTrue();
    }
  }

  @Test
  void hasNothingThatIsNobodysBusiness() throws IOException {
    for (String path : List.of(".git/config", "target/classes", "src/test/java", "settings.yaml")) {
      assertThat(isSent(Path.of(path))).as(path).isFalse();
    }
  }
}
