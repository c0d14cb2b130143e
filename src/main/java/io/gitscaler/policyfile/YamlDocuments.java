package io.gitscaler.policyfile;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a YAML or JSON file holds, within the limits of {@link PolicyFileReader}. Of a file that cannot be read to its end the
 * complete documents are there.
 *
 * @param fault why and where reading ended early; null where it did not
 */
public record YamlDocuments(List<YamlNode> documents, @Nullable Fault fault) {
  public YamlDocuments {
    documents = List.copyOf(documents);
  }

  /** What is wrong at a place, and what to do. */
  public record Fault(Place place, String message) {}

  public static YamlDocuments read(Path file) {
    try {
      return of(PolicyText.read(file));
    } catch (UnreadableFile e) {
      return new YamlDocuments(List.of(), new Fault(e.place(), e.sentence()));
    }
  }

  public static YamlDocuments of(String text) {
    YamlFile.Content content = YamlFile.read(text);
    YamlFile.Broken broken = content.broken();
    return new YamlDocuments(
        content.documents(), broken == null ? null : new Fault(broken.place(), broken.message()));
  }
}
