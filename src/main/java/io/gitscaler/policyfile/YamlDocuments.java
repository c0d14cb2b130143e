package io.gitscaler.policyfile;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a YAML or JSON file holds that somebody names by hand, such as all objects of a cluster: larger than a file of policies, but
 * not without limits. Of a file that cannot be read to its end the complete documents are there.
 *
 * @param fault why and where reading ended early; null where it did not
 */
public record YamlDocuments(List<YamlNode> documents, @Nullable Fault fault) {
  public YamlDocuments {
    documents = List.copyOf(documents);
  }

  private static final int MAX_BYTES = 64 << 20;
  private static final int MAX_NODES = 5_000_000;

  /** What is wrong at a place, and what to do. */
  public record Fault(Place place, String message) {}

  public static YamlDocuments read(Path file) {
    try {
      return of(PolicyText.read(file, MAX_BYTES));
    } catch (UnreadableFile e) {
      return new YamlDocuments(List.of(), new Fault(e.place(), e.sentence()));
    }
  }

  public static YamlDocuments of(String text) {
    YamlFile.Content content = YamlFile.read(text, MAX_NODES);
    YamlFile.Broken broken = content.broken();
    return new YamlDocuments(
        content.documents(), broken == null ? null : new Fault(broken.place(), broken.message()));
  }
}
