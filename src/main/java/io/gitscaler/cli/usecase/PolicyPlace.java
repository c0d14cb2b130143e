package io.gitscaler.cli.usecase;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Where the policies lie. */
public sealed interface PolicyPlace {
  /**
   * A Git repository.
   *
   * @param url https, ssh or file, without credentials
   * @param ref branch, tag or commit
   * @param path folder below the repository's root; {@code .} for all of it
   * @param maxAge how long the last good version may act after Git last gave it
   * @param allowedKeys file of the keys one of which must have signed the version; null where signatures are not looked at
   */
  record Repository(
      String url,
      String ref,
      String path,
      GitAccess access,
      Duration maxAge,
      @Nullable Path allowedKeys)
      implements PolicyPlace {}

  /** A plain folder. */
  record Folder(Path folder) implements PolicyPlace {}
}
