package io.gitscaler.git;

import io.gitscaler.failure.FailureKind;
import io.gitscaler.failure.OutsideFailure;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.treewalk.TreeWalk;

/**
 * Writes a commit's files into a new folder, byte for byte: no filters, no line-end conversion, no submodules. Everything
 * is created anew and nothing is followed, so a crafted tree cannot write outside the folder. Links are written as links;
 * whoever reads the folder takes those out of it that lead elsewhere. What is too large for a temporary folder in memory is refused.
 */
final class Checkout {
  /** How large all files together may be. */
  static final long MOST_BYTES = 64L * 1024 * 1024;

  /** How many files and folders there may be. */
  static final int MOST_ENTRIES = 50_000;

  /** What Linux takes, in bytes. */
  private static final int LONGEST_NAME = 255;

  private static final int LONGEST_LINK = 4095;

  private final ObjectReader objects;
  private final String where;
  private long bytes;
  private int entries;

  /**
   * A writer of checkouts.
   *
   * @param where the remote, for messages
   */
  Checkout(ObjectReader objects, String where) {
    this.objects = objects;
    this.where = where;
  }

  /** Writes the tree into {@code folder}, which must not exist. */
  void write(ObjectId tree, Path folder) throws IOException {
    Files.createDirectories(folder);
    try (TreeWalk walk = new TreeWalk(objects)) {
      walk.addTree(tree);
      walk.setRecursive(false);
      while (walk.next()) {
        checkName(walk.getNameString(), walk.getPathString());
        if (++entries > MOST_ENTRIES) {
          throw tooLarge("more than " + MOST_ENTRIES + " files and folders");
        }
        try {
          put(walk, resolve(folder, walk.getPathString()));
        } catch (FileAlreadyExistsException e) {
          throw unusable(walk.getPathString());
        }
      }
    }
  }

  private void put(TreeWalk walk, Path target) throws IOException {
    FileMode mode = walk.getFileMode(0);
    if (FileMode.TREE.equals(mode)) {
      Files.createDirectory(target);
      walk.enterSubtree();
    } else if (FileMode.SYMLINK.equals(mode)) {
      ObjectLoader link = open(walk);
      if (link.getSize() == 0 || link.getSize() > LONGEST_LINK) {
        throw unusable(walk.getPathString());
      }
      String destination = new String(link.getCachedBytes(), StandardCharsets.UTF_8);
      Files.createSymbolicLink(target, resolve(Path.of(""), destination));
    } else if (!FileMode.GITLINK.equals(mode)) {
      writeFile(walk, target, FileMode.EXECUTABLE_FILE.equals(mode));
    }
  }

  private ObjectLoader open(TreeWalk walk) throws IOException {
    ObjectLoader file = objects.open(walk.getObjectId(0), Constants.OBJ_BLOB);
    bytes += file.getSize();
    if (bytes > MOST_BYTES) {
      throw tooLarge("more than " + MOST_BYTES / 1024 / 1024 + " MiB");
    }
    return file;
  }

  private void writeFile(TreeWalk walk, Path target, boolean executable) throws IOException {
    try (OutputStream out = Files.newOutputStream(target, StandardOpenOption.CREATE_NEW)) {
      open(walk).copyTo(out);
    }
    if (executable) {
      Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  private Path resolve(Path folder, String path) {
    try {
      return folder.resolve(path);
    } catch (InvalidPathException e) {
      throw unusable(path);
    }
  }

  private void checkName(String name, String path) {
    if (name.isEmpty()
        || name.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME
        || name.equals(".")
        || name.equals("..")
        || name.indexOf('/') >= 0
        || name.toLowerCase(Locale.ROOT).equals(".git")) {
      throw unusable(path);
    }
  }

  private OutsideFailure tooLarge(String what) {
    return new OutsideFailure(
        FailureKind.GIT_CONTENT,
        where,
        "the folder with the policies holds " + what,
        "Name a smaller one with --policies-path, and keep large files elsewhere.");
  }

  private OutsideFailure unusable(String path) {
    return new OutsideFailure(
        FailureKind.GIT_CONTENT,
        where,
        "the commit holds the path \"" + ServerText.clean(path) + "\", which no checkout may write",
        "Take it out of the repository.");
  }
}
