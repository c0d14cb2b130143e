package io.gitscaler.command.socket;

import io.gitscaler.folder.Deletion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The files of one connection, written below a folder of their own. Nothing is ever written through a link: links are made
 * when all files are there.
 */
final class ReceivedFiles {
  private static final Pattern NAME = Pattern.compile("[0-9a-f]{64}");
  private static final int MOST_TREES = 8;

  private final Path folder;
  private final Map<String, Tree> trees = new HashMap<>();
  private int number;

  /**
   * Nothing yet.
   *
   * @param folder exists and is empty
   */
  ReceivedFiles(Path folder) {
    this.folder = folder;
  }

  /** Files that belong together. */
  private static final class Tree {
    private final Path root;
    private final Map<Path, Path> links = new LinkedHashMap<>();
    private int files;
    private long size;
    private boolean complete;

    Tree(Path root) {
      this.root = root;
    }

    /** The place of a path below the root; nothing that was sent leads out of it. */
    Path inside(String path) throws BrokenProtocolException {
      try {
        Path target = root.resolve(path);
        if (!path.startsWith("/") && target.equals(target.normalize()) && target.startsWith(root)) {
          return target;
        }
      } catch (InvalidPathException e) {
        // As below.
      }
      throw new BrokenProtocolException("a path that leads out of the policies root");
    }

    private void count(long bytes) throws BrokenProtocolException {
      size += bytes;
      if (++files > FileTree.MOST_FILES || size > FileTree.LARGEST) {
        throw new BrokenProtocolException("more files than a runner takes in");
      }
    }
  }

  synchronized void add(Message.PolicyFile file, byte[] content) throws IOException {
    Tree tree = growing(file.files());
    tree.count(content.length);
    Path target = tree.inside(file.path());
    Path parent = target.getParent();
    if (parent == null || target.equals(tree.root)) {
      throw new BrokenProtocolException("a file without a name");
    }
    Files.createDirectories(parent);
    Files.write(target, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    Files.setPosixFilePermissions(
        target, PosixFilePermissions.fromString(file.executable() ? "rwxr-xr-x" : "rw-r--r--"));
  }

  synchronized void add(Message.PolicyLink link) throws IOException {
    Tree tree = growing(link.files());
    tree.count(link.to().length());
    Path target = tree.inside(link.path());
    Path parent = target.getParent();
    if (parent == null || target.equals(tree.root) || link.to().startsWith("/")) {
      throw new BrokenProtocolException("a link that is no path");
    }
    Path destination = target.getFileSystem().getPath(link.to());
    if (!parent.resolve(destination).normalize().startsWith(tree.root)) {
      throw new BrokenProtocolException("a link that leads out of the policies root");
    }
    tree.links.put(target, destination);
  }

  synchronized void complete(String name) throws IOException {
    Tree tree = growing(name);
    for (Map.Entry<Path, Path> link : tree.links.entrySet()) {
      Path parent = Objects.requireNonNull(link.getKey().getParent());
      for (Path above = parent; above != null; above = above.getParent()) {
        if (tree.links.containsKey(above)) {
          throw new BrokenProtocolException("a link below a link");
        }
      }
      Files.createDirectories(parent);
      Files.createSymbolicLink(link.getKey(), link.getValue());
    }
    tree.complete = true;
  }

  private Tree growing(String name) throws IOException {
    Tree tree = trees.get(name);
    if (tree == null) {
      if (!NAME.matcher(name).matches() || trees.size() >= MOST_TREES) {
        throw new BrokenProtocolException("files of a name that no gitscaler gives");
      }
      tree = new Tree(Files.createDirectory(folder.resolve("files-" + number++)));
      trees.put(name, tree);
    } else if (tree.complete) {
      throw new BrokenProtocolException("a file beyond the last");
    }
    return tree;
  }

  /** What was sent under this name is gone afterwards. */
  synchronized void obsolete(String name) {
    Tree tree = trees.remove(name);
    if (tree != null) {
      Deletion.of(tree.root);
    }
  }

  /** Where complete files lie. */
  synchronized Path root(String name) throws BrokenProtocolException {
    return tree(name).root;
  }

  /** A folder among complete files. */
  synchronized Path folder(String name, String path) throws BrokenProtocolException {
    return tree(name).inside(path);
  }

  private Tree tree(String name) throws BrokenProtocolException {
    Tree tree = trees.get(name);
    if (tree == null || !tree.complete) {
      throw new BrokenProtocolException("a program whose files were not sent");
    }
    return tree;
  }
}
