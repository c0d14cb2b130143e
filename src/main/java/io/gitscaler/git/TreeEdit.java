package io.gitscaler.git;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;
import org.jspecify.annotations.Nullable;

/**
 * One folder of a commit, changed without looking at more than the folders on the way to the files that are put: the cost
 * of a commit does not grow with the number of files. Names are kept byte for byte (as Latin-1 text).
 */
final class TreeEdit {
  private record Entry(FileMode mode, ObjectId id) {}

  private final ObjectReader reader;
  private final Map<String, Entry> entries = new HashMap<>();
  private final Map<String, TreeEdit> opened = new HashMap<>();

  /**
   * Opens a folder for change.
   *
   * @param tree null for a new one
   */
  TreeEdit(ObjectReader reader, @Nullable ObjectId tree) throws IOException {
    this.reader = reader;
    if (tree == null) {
      return;
    }
    CanonicalTreeParser parser = new CanonicalTreeParser();
    for (parser.reset(reader, tree); !parser.eof(); parser.next()) {
      byte[] name = new byte[parser.getNameLength()];
      parser.getName(name, 0);
      entries.put(
          new String(name, StandardCharsets.ISO_8859_1),
          new Entry(parser.getEntryFileMode(), parser.getEntryObjectId()));
    }
  }

  /** Puts a file, in place of one of the same path. */
  void put(String path, ObjectId blob) throws IOException {
    int slash = path.indexOf('/');
    if (slash < 0) {
      entries.put(path, new Entry(FileMode.REGULAR_FILE, blob));
      return;
    }
    String name = path.substring(0, slash);
    TreeEdit folder = opened.get(name);
    if (folder == null) {
      Entry known = entries.get(name);
      boolean exists = known != null && FileMode.TREE.equals(known.mode());
      folder = new TreeEdit(reader, exists && known != null ? known.id() : null);
      opened.put(name, folder);
    }
    folder.put(path.substring(slash + 1), blob);
  }

  /** Writes the folder and all below it that were changed. */
  ObjectId write(ObjectInserter inserter) throws IOException {
    for (Map.Entry<String, TreeEdit> each : opened.entrySet()) {
      entries.put(each.getKey(), new Entry(FileMode.TREE, each.getValue().write(inserter)));
    }
    // Git orders a folder as if its name ended with a slash.
    List<Map.Entry<String, Entry>> ordered =
        entries.entrySet().stream()
            .sorted(
                Comparator.comparing(
                    (Map.Entry<String, Entry> entry) ->
                        FileMode.TREE.equals(entry.getValue().mode())
                            ? entry.getKey() + "/"
                            : entry.getKey()))
            .toList();
    TreeFormatter tree = new TreeFormatter();
    for (Map.Entry<String, Entry> entry : ordered) {
      tree.append(
          entry.getKey().getBytes(StandardCharsets.ISO_8859_1),
          entry.getValue().mode(),
          entry.getValue().id());
    }
    return inserter.insert(tree);
  }
}
