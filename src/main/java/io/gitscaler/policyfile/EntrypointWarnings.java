package io.gitscaler.policyfile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Warns of entrypoints that could not be started: those beside the policy. What is on the PATH elsewhere, nobody can say here. */
final class EntrypointWarnings {
  private final DocumentReading document;
  private final Warnings warnings;

  private EntrypointWarnings(DocumentReading document, Warnings warnings) {
    this.document = document;
    this.warnings = warnings;
  }

  static void look(DocumentReading document, Warnings warnings) {
    for (PolicyDocument.Shell shell : document.binding().all(PolicyDocument.Shell.class)) {
      new EntrypointWarnings(document, warnings).look(shell);
    }
  }

  private void look(PolicyDocument.Shell shell) {
    String entrypoint = shell.entrypoint();
    String doubt = entrypoint == null ? null : doubt(entrypoint);
    if (doubt != null) {
      warnings.add(shell, "entrypoint", doubt);
    }
  }

  private @Nullable String doubt(String entrypoint) {
    Path file;
    try {
      file = document.file().folder().resolve(entrypoint);
    } catch (InvalidPathException e) {
      return null;
    }
    if (entrypoint.startsWith("/")) {
      return null;
    }
    if (!entrypoint.contains("/")) {
      return Files.isRegularFile(file)
          ? "A name without a slash is looked for on the PATH, and not beside the policy. Write ./"
              + Wording.cut(entrypoint)
              + " for the file there."
          : null;
    }
    if (!Files.exists(file)) {
      return "There is no such file beside the policy. Add it, or correct the path.";
    }
    if (!Files.isRegularFile(file)) {
      return "This is not a file. Name a program.";
    }
    return Files.isExecutable(file) ? script(file) : notExecutable();
  }

  private static String notExecutable() {
    return "The file is not executable. Commit it with its executable bit (git update-index --chmod=+x), or name"
        + " its interpreter here and the file in command.";
  }

  private static @Nullable String script(Path file) {
    try (var lines = Files.newInputStream(file)) {
      String head = new String(lines.readNBytes(256), java.nio.charset.StandardCharsets.ISO_8859_1);
      int end = head.indexOf('\n');
      return head.startsWith("#!") && end > 0 && head.charAt(end - 1) == '\r'
          ? "The file has the line ends of Windows, so its interpreter is not found. Commit it with line feeds alone."
          : null;
    } catch (IOException e) {
      return null;
    }
  }
}
