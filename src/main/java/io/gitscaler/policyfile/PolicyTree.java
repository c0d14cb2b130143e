package io.gitscaler.policyfile;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What lies below a folder of policies: YAML files, links that leave the checkout, and what could not be looked at. Links to
 * folders are not followed, so that no policy is read twice; {@code .git} and names that start with two dots (as in a mounted
 * ConfigMap) are left out.
 */
final class PolicyTree {
  private final Path root;
  private final Path checkoutRoot;
  private final List<Path> files = new ArrayList<>();
  private final List<Path> escapes = new ArrayList<>();
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

  List<Path> unreadable() {
    return unreadable;
  }

  private final class Visitor extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      return !folder.equals(root) && isLeftOut(folder)
          ? FileVisitResult.SKIP_SUBTREE
          : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      boolean escapes = attributes.isSymbolicLink() && leavesCheckout(file);
      if (escapes) {
        PolicyTree.this.escapes.add(file);
      } else if (!isLeftOut(file) && isYaml(file) && !Files.isDirectory(file)) {
        files.add(file);
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) {
      unreadable.add(file);
      return FileVisitResult.CONTINUE;
    }
  }

  private static boolean isLeftOut(Path path) {
    String name = name(path);
    return name.equals(".git") || name.startsWith("..");
  }

  private static boolean isYaml(Path file) {
    String name = name(file);
    return name.endsWith(".yaml") || name.endsWith(".yml");
  }

  private static String name(Path path) {
    Path name = path.getFileName();
    return name == null ? "" : name.toString();
  }

  private boolean leavesCheckout(Path link) {
    Path target = target(link);
    return target == null || !target.startsWith(checkoutRoot);
  }

  /** Where a link leads: really, or by its text where nothing is there; null for one that cannot be read, such as a circle. */
  private static @Nullable Path target(Path link) {
    try {
      if (Files.exists(link)) {
        return link.toRealPath();
      }
      return link.resolveSibling(Files.readSymbolicLink(link)).normalize();
    } catch (IOException e) {
      return null;
    }
  }
}
