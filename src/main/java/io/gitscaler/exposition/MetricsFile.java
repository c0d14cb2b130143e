package io.gitscaler.exposition;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** A file that is there whole or not at all: written beside its place and moved. */
public record MetricsFile(Path file) {
  /** Writes it; the sentence why not where that failed, and the old file stays. */
  public Optional<String> write(FinishedRun run) {
    Path whole = file.toAbsolutePath();
    Path beside = whole.resolveSibling("." + whole.getFileName() + ".new");
    try {
      // The collector reads names that end with .prom, and skips this one.
      Files.write(beside, RunMetrics.text(run));
      Files.move(beside, whole, StandardCopyOption.ATOMIC_MOVE);
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(
          "The metrics could not be written to "
              + file
              + " ("
              + e.getClass().getSimpleName()
              + "). Give --metrics-file a path in a folder that exists and may be written to.");
    }
  }
}
