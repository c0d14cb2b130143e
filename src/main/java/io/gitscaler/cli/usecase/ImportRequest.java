package io.gitscaler.cli.usecase;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Manifests to turn into policies.
 *
 * @param files at least one
 * @param namespace for manifests that name none; null makes those a problem
 */
public record ImportRequest(List<Path> files, @Nullable String namespace) {
  public ImportRequest {
    files = List.copyOf(files);
  }
}
