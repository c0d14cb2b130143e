package io.gitscaler.policyfile;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/**
 * What lies below a folder of policies: YAML files, links that leave the checkout, and what could not be looked at. Links to
 * folders are not followed, so that no policy is read twice; {@code .git} and names that start with two dots (as in a mounted
 * ConfigMap) are left out, but for links in the latter that leave the checkout: no policy is there, and yet programs get there.
 */
final class PolicyTree {
  private static final String GIT = ".git";

  private final Path root;
  private final Path checkoutRoot;
  private final List<Path> files = new ArrayList<>();
  private final List<Path> escapes = new ArrayList<>();
  private final List<Path> others = new ArrayList<>();
  private final List<Path> unreadable = new ArrayList<>();

  private PolicyTree(Path root, Path checkoutRoot) {
    this.root = root;
    this.checkoutRoot = checkoutRoot;
  }

  /** Both paths are absolute and free of links. */
  static PolicyTree walk(Path root, Path checkoutRoot) throws IOException {
    PolicyTree tree = new PolicyTree(root, checkoutRoot);
    Files.walkFileTree(root, tree.new Visitor());
    tree.files.sort(null);
    tree.escapes.sort(null);
    return tree;
  }

  List<Path> files() {
    return files;
  }

  List<Path> escapes() {
    return escapes;
  }

  /** Pipes, sockets and devices: to read one may take for ever. */
  List<Path> others() {
    return others;
  }

  List<Path> unreadable() {
    return unreadable;
  }

  private final class Visitor extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      return name(folder).equals(GIT) && !folder.equals(root)
          ? FileVisitResult.SKIP_SUBTREE
          : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (attributes.isSymbolicLink() && Links.leave(file, checkoutRoot)) {
        escapes.add(file);
      } else if (isYaml(file) && !isLeftOut(root.relativize(file)) && !Files.isDirectory(file)) {
        // A link that leads nowhere is told where it is read.
        boolean other = Files.exists(file) && !Files.isRegularFile(file);
        (other ? others : files).add(file);
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) {
      unreadable.add(file);
      return FileVisitResult.CONTINUE;
    }
  }

  private static boolean isLeftOut(Path belowRoot) {
    for (Path part : belowRoot) {
      if (part.toString().startsWith("..")) {
        return true;
      }
    }
    return false;
  }

  private static boolean isYaml(Path file) {
    String name = name(file);
    return name.endsWith(".yaml") || name.endsWith(".yml");
  }

  private static String name(Path path) {
    Path name = path.getFileName();
    return name == null ? "" : name.toString();
  }
}
