package io.gitscaler.git;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.treewalk.TreeWalk;

/** The folders of one commit, each read once, however many of its files are asked for. For one thread. */
final class CommitFolders {
  private final Repository local;
  private final AnyObjectId root;
  private final Map<String, Map<String, Entry>> read = new HashMap<>();

  /** Something in a folder. */
  record Entry(FileMode mode, ObjectId id) {
    boolean isBlob() {
      return FileMode.REGULAR_FILE.equals(mode)
          || FileMode.EXECUTABLE_FILE.equals(mode)
          || FileMode.SYMLINK.equals(mode);
    }
  }

  CommitFolders(Repository local, AnyObjectId root) {
    this.local = local;
    this.root = root;
  }

  /** By name what is in a folder, whose path is empty for the uppermost; nothing where there is no such folder. */
  Map<String, Entry> entries(String folder) throws IOException {
    Map<String, Entry> known = read.get(folder);
    if (known == null) {
      known = folder.isEmpty() ? entries(root) : below(folder);
      read.put(folder, known);
    }
    return known;
  }

  private Map<String, Entry> below(String folder) throws IOException {
    Entry tree = entries(parent(folder)).get(name(folder));
    return tree != null && FileMode.TREE.equals(tree.mode()) ? entries(tree.id()) : Map.of();
  }

  private Map<String, Entry> entries(AnyObjectId tree) throws IOException {
    Map<String, Entry> entries = new HashMap<>();
    try (ObjectReader reader = local.newObjectReader();
        TreeWalk walk = new TreeWalk(reader)) {
      walk.addTree(tree);
      while (walk.next()) {
        entries.put(walk.getNameString(), new Entry(walk.getFileMode(0), walk.getObjectId(0)));
      }
    }
    return entries;
  }

  static String parent(String path) {
    return path.substring(0, Math.max(0, path.lastIndexOf('/')));
  }

  static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
