package io.gitscaler.cli.usecase;

import java.nio.file.Path;
import java.time.Duration;

/** Where the policies lie. */
public sealed interface PolicyPlace {
  /**
   * A Git repository.
   *
   * @param url https, ssh or file, without credentials
   * @param ref branch, tag or commit
   * @param path folder below the repository's root; {@code .} for all of it
   * @param maxAge how long the last good version may act after Git last gave it
   */
  record Repository(String url, String ref, String path, GitAccess access, Duration maxAge)
      implements PolicyPlace {}

  /** A plain folder. */
  record Folder(Path folder) implements PolicyPlace {}
}
