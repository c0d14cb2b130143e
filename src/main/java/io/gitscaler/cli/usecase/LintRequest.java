package io.gitscaler.cli.usecase;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Files and folders to check together: two policies for one target are a problem across all of them.
 *
 * @param paths at least one
 * @param rhythm how often a run will evaluate these policies
 * @param every from the start of a run to the start of the next
 */
public record LintRequest(List<Path> paths, Rhythm rhythm, Duration every) {
  public LintRequest {
    paths = List.copyOf(paths);
  }
}
