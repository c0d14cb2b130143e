package io.gitscaler.policyfile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Collection;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Finds the files that a policy's programs name by relative paths, and sees to it that they lie in the checkout. */
final class ProgramFiles {
  private static final int LONGEST_PATH = 1_000;

  private final Path folder;
  private final Path checkoutRoot;
  private final TreeMap<String, Path> found = new TreeMap<>();

  /** Both paths are absolute and free of links. */
  ProgramFiles(Path folder, Path checkoutRoot) {
    this.folder = folder;
    this.checkoutRoot = checkoutRoot;
  }

  /** The regular files that were named, in a stable order. */
  Collection<Path> found() {
    return found.values();
  }

  /** Looks at an argument, which may or may not be a path; returns what is wrong with it, or null. */
  @Nullable String check(String argument) {
    if (argument.isEmpty() || argument.length() > LONGEST_PATH) {
      return null;
    }
    try {
      Path relative = Path.of(argument);
      Path named = folder.resolve(relative);
      if (relative.isAbsolute() || !Files.exists(named, LinkOption.NOFOLLOW_LINKS)) {
        return null;
      }
      if (Files.isSymbolicLink(named)
          ? Links.leave(named, checkoutRoot)
          : !named.toRealPath().startsWith(checkoutRoot)) {
        return Wording.quoted(argument)
            + " leads out of the checkout. Keep the program's files beside the policy.";
      }
      Path real = named.toRealPath();
      if (Files.isRegularFile(real)) {
        found.put(argument, real);
      }
    } catch (InvalidPathException | IOException e) {
      return null; // Not a path after all, or gone in between: the program will tell.
    }
    return null;
  }
}
