package io.gitscaler.testing.node;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an image brings.
 *
 * @param tree a root file system; {@code /} takes the programs of this machine, and nothing else of it
 * @param parts more files and folders, by their place in the container; like the tree, they can only be read
 * @param environment variables, which a container's own replace
 * @param entrypoint what is started where a container has no command
 */
public record Image(
    Path tree, Map<String, Path> parts, Map<String, String> environment, List<String> entrypoint) {
  private static final Path DISTRIBUTION = Path.of("target/gitscaler").toAbsolutePath();

  public Image {
    parts = Map.copyOf(parts);
    environment = Map.copyOf(environment);
    entrypoint = List.copyOf(entrypoint);
  }

  /** What {@code cronjob/Dockerfile} makes, from the distribution that the build just packed and this JVM's Java. */
  public static Image gitscaler(Path tree) {
    return new Image(
        tree,
        Map.of(
            "/opt/gitscaler",
            DISTRIBUTION,
            "/opt/java/25",
            Path.of(System.getProperty("java.home"))),
        Map.of(
            "PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            "GITSCALER_JAVA", "/opt/java/25/bin/java",
            "LANG", "C.UTF-8",
            "TZ", "UTC"),
        List.of("/opt/gitscaler/bin/gitscaler"));
  }

  /** The same image with one more file or folder in it. */
  public Image with(String place, Path part) {
    Map<String, Path> more = new LinkedHashMap<>(parts);
    more.put(place, part);
    return new Image(tree, more, environment, entrypoint);
  }

  /** The same image with one more variable. */
  public Image withVariable(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(environment);
    more.put(name, value);
    return new Image(tree, parts, more, entrypoint);
  }
}
