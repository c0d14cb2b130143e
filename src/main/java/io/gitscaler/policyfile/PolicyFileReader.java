package io.gitscaler.policyfile;

import io.gitscaler.failure.FailureKind;
import io.gitscaler.failure.OutsideFailure;
import io.gitscaler.policy.LoadedPolicies;
import io.gitscaler.policy.PolicyRevision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads policy files: every {@code *.yaml} and {@code *.yml} below a folder, in the order of their names.
 *
 * <p>What a mistake stops:
 *
 * <ul>
 *   <li>a file that is not valid YAML, not UTF-8, or beyond a limit: all policies of that file;
 *   <li>a wrong document: its own policy; the file's other documents count;
 *   <li>two policies of the same identity or target: both;
 *   <li>a symbolic link that leads out of the checkout: the policies with programs in its folder and in those above it.
 * </ul>
 *
 * Documents of other kinds are named and skipped. Limits: 1 MiB, 1,000 documents and 100,000 values in a file (an alias counts
 * with all it stands for), 40 levels.
 */
public final class PolicyFileReader {
  /**
   * Reads all policies below a folder.
   *
   * @param root the folder of the policies
   * @param checkoutRoot what links must not leave; {@code root} or a folder above it
   * @throws OutsideFailure when the folder cannot be read at all
   */
  public LoadedPolicies read(Path root, Path checkoutRoot, PolicyRevision revision) {
    return reading(root, checkoutRoot).result(revision);
  }

  static Reading reading(Path root, Path checkoutRoot) {
    Reading reading = new Reading();
    Path realRoot = real(root);
    reading.folder(realRoot, "", checked(realRoot, real(checkoutRoot), root));
    return reading;
  }

  /**
   * Reads single files and whole folders, as somebody names them on a command line; problems name the files the same way. Links
   * must not leave the Git checkout in which a path lies; where there is none, the path's folder.
   *
   * @throws OutsideFailure when one of the paths does not exist or cannot be read at all
   */
  public LoadedPolicies read(List<Path> filesOrFolders) {
    return read(filesOrFolders, new Reading());
  }

  static LoadedPolicies read(List<Path> filesOrFolders, Reading reading) {
    for (Path path : filesOrFolders) {
      if (Files.isDirectory(path)) {
        Path folder = real(path);
        reading.folder(folder, path.toString(), checkoutRoot(folder));
      } else {
        real(path);
        Path folder = real(path.toAbsolutePath().normalize().resolveSibling(""));
        Path name = folder.resolve(path.getFileName());
        reading.file(new PolicyFile(path.toString(), name, folder, checkoutRoot(folder)));
      }
    }
    List<String> names = filesOrFolders.stream().map(Path::toString).toList();
    String where = String.join(", ", names);
    return reading.result(
        new PolicyRevision(where, "", null, null), where, "Name the folder of your policies.");
  }

  /** The nearest folder that holds a Git repository, from this one upwards; without any, this one. */
  static Path checkoutRoot(Path folder) {
    for (Path candidate = folder; candidate != null; candidate = candidate.getParent()) {
      if (Files.exists(candidate.resolve(".git"))) {
        return candidate;
      }
    }
    return folder;
  }

  private static Path checked(Path realRoot, Path checkoutRoot, Path root) {
    if (!realRoot.startsWith(checkoutRoot)) {
      throw new OutsideFailure(
          FailureKind.UNUSABLE,
          root.toString(),
          "the policies' folder is a link that leads out of the checkout",
          "Name a folder of the checkout.");
    }
    return checkoutRoot;
  }

  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  static OutsideFailure unreadable(Path path, IOException cause) {
    boolean missing = !Files.exists(path);
    return new OutsideFailure(
        missing ? FailureKind.NOT_FOUND : FailureKind.UNUSABLE,
        path.toString(),
        missing ? "there is no such file or folder" : "it cannot be read",
        missing ? "Check the spelling of the path." : "Check who may read it.",
        cause);
  }
}
