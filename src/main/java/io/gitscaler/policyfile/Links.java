package io.gitscaler.policyfile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Tells which symbolic links leave a checkout. */
final class Links {
  private Links() {}

  /**
   * Whether a link leads out of a folder, or would once there is what it names. One that cannot be read counts as such.
   *
   * @param folder absolute and free of links
   */
  static boolean leave(Path link, Path folder) {
    Path target = target(link);
    return target == null || !target.startsWith(folder);
  }

  /** Where a link leads; as far as nothing is there, by its text. */
  private static @Nullable Path target(Path link) {
    try {
      if (Files.exists(link)) {
        return link.toRealPath();
      }
      Path named = link.resolveSibling(Files.readSymbolicLink(link));
      Path there = named.getParent();
      while (there != null && !Files.exists(there)) {
        there = there.getParent();
      }
      return there == null
          ? null
          : there
              .toRealPath()
              .resolve(named.subpath(there.getNameCount(), named.getNameCount()))
              .normalize();
    } catch (IOException e) {
      return null;
    }
  }
}
