package io.gitscaler.importing;

import static org.assertj.core.api.Assertions.assertThat;

import io.gitscaler.importing.ManifestImport.Imported;
import io.gitscaler.policy.LoadedPolicies;
import io.gitscaler.policy.PolicyRevision;
import io.gitscaler.policyfile.PolicyDrafts;
import io.gitscaler.policyfile.PolicyFileReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Imports texts, and reads what comes out with the reader of policies. */
final class Imports {
  private Imports() {}

  /** What a manifest becomes, together with the files that lie beside it. */
  static Imported of(Path folder, String manifest) {
    return of(folder, manifest, null);
  }

  static Imported of(Path folder, String manifest, @Nullable String namespace) {
    return ManifestImport.read(List.of(write(folder, "manifest.yaml", manifest)), namespace);
  }

  static Path write(Path folder, String name, String text) {
    try {
      return Files.writeString(folder.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The YAML of the only policy, without its comments; it can be read again. */
  static String yaml(Imported imported) {
    return text(imported).lines().filter(line -> !line.startsWith("#")).reduce("", Imports::joined);
  }

  private static String joined(String lines, String line) {
    return lines + line + "\n";
  }

  /** The text of the only policy; it can be read again. */
  static String text(Imported imported) {
    assertThat(imported.problems()).isEmpty();
    assertThat(imported.policies()).hasSize(1);
    String text = imported.policies().getFirst().text();
    assertThat(read(text).problems()).isEmpty();
    return text;
  }

  /** What the reader of policies makes of the texts. */
  static LoadedPolicies read(Imported imported) {
    return read(
        String.join(
            "---\n", imported.policies().stream().map(PolicyDrafts.Written::text).toList()));
  }

  private static LoadedPolicies read(String text) {
    try {
      Path folder = Files.createTempDirectory("import").toRealPath();
      Path file = write(folder, "policies.yaml", text);
      LoadedPolicies loaded =
          new PolicyFileReader()
              .read(folder, folder, new PolicyRevision("imported", "", null, null));
      Files.delete(file);
      Files.delete(folder);
      return loaded;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
