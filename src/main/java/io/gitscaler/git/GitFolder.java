package io.gitscaler.git;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A folder of one version of a repository.
 *
 * @param ref a branch, tag, full ref name or commit id
 * @param path relative to the repository's root; {@code .} for all of it
 */
public record GitFolder(GitRemote remote, String ref, String path) {
  /** Throws IllegalArgumentException for a path that leaves the repository. */
  public GitFolder {
    Path relative = Path.of(path).normalize();
    if (relative.isAbsolute() || relative.startsWith("..")) {
      throw new IllegalArgumentException(
          "the policies path \""
              + path
              + "\" is not inside the repository. Give it relative to the root.");
    }
  }

  Path relative() {
    return Path.of(path).normalize();
  }

  /** The names that lead to it from the root; none for the root itself. */
  List<Path> names() {
    List<Path> names = new ArrayList<>();
    relative().forEach(names::add);
    names.removeIf(name -> name.toString().isEmpty());
    return names;
  }
}
