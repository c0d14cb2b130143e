package io.gitscaler.policy;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where a policy is written.
 *
 * @param file path below the policies root, with forward slashes
 * @param line 1-based line at which its document starts
 * @param folder absolute path of the file's folder: the working directory of the policy's programs
 * @param instead the version that the policy is of where that is its last good one; null where it is the one asked for
 */
public record PolicyOrigin(String file, int line, Path folder, @Nullable PolicyRevision instead) {
  /** A policy of the version that was asked for. */
  public PolicyOrigin(String file, int line, Path folder) {
    this(file, line, folder, null);
  }

  /** Absolute path of the policies root. */
  public Path root() {
    Path below = Path.of(file).getParent();
    if (below == null || !folder.endsWith(below)) {
      return folder;
    }
    Path root = folder;
    for (int i = 0; i < below.getNameCount(); i++) {
      Path parent = root.getParent();
      root = parent == null ? root : parent;
    }
    return root;
  }

  /** Why the policy is not of the version that was asked for; null where it is. */
  public @Nullable LastGood lastGood() {
    return instead == null ? null : instead.lastGood();
  }
}
