package io.gitscaler.git;

import io.gitscaler.failure.FailureKind;
import io.gitscaler.failure.OutsideFailure;
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
 * of a commit does not grow with the number of files. Names are kept byte for byte (as Latin-1 text). What is neither a file where
 * a file belongs nor a folder where a folder does is left as it is, and nothing is put there.
 */
final class TreeEdit {
  private record Entry(FileMode mode, ObjectId id) {}

  private final ObjectReader reader;
  private final String where;
  private final Map<String, Entry> entries = new HashMap<>();
  private final Map<String, TreeEdit> opened = new HashMap<>();

  /**
   * Opens a folder for change.
   *
   * @param where the remote, for messages
   * @param tree null for a new one
   */
  TreeEdit(ObjectReader reader, String where, @Nullable ObjectId tree) throws IOException {
    this.reader = reader;
    this.where = where;
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

  /**
   * Puts a file, in place of one of the same path.
   *
   * @throws OutsideFailure where something else is in the way
   */
  void put(String path, ObjectId blob) throws IOException {
    put("", path, blob);
  }

  private void put(String above, String path, ObjectId blob) throws IOException {
    int slash = path.indexOf('/');
    String name = slash < 0 ? path : path.substring(0, slash);
    Entry known = entries.get(name);
    if (slash < 0) {
      if (known != null && (known.mode().getBits() & FileMode.TYPE_MASK) != FileMode.TYPE_FILE) {
        throw inTheWay(above + name);
      }
      entries.put(name, new Entry(FileMode.REGULAR_FILE, blob));
      return;
    }
    if (known != null && !FileMode.TREE.equals(known.mode())) {
      throw inTheWay(above + name);
    }
    TreeEdit folder = opened.get(name);
    if (folder == null) {
      folder = new TreeEdit(reader, where, known == null ? null : known.id());
      opened.put(name, folder);
    }
    folder.put(above + name + "/", path.substring(slash + 1), blob);
  }

  private OutsideFailure inTheWay(String path) {
    return new OutsideFailure(
        FailureKind.GIT_CONTENT,
        where,
        "on the trail's branch, " + path + " is in the way of the trail's own files",
        "Take it off the branch with a commit of your own. The records wait.");
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
