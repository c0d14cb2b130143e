package io.gitscaler.cli.usecase;

import java.nio.file.Path;
import java.util.List;

/** Files and folders to check together: two policies for one target are a problem across all of them. At least one. */
public record LintRequest(List<Path> paths) {
  public LintRequest {
    paths = List.copyOf(paths);
  }
}
