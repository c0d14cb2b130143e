package io.gitscaler.policyfile;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The links of a packed folder, which the JDK's zip files cannot hold: in a file of their own, at a place where nothing else is
 * ever packed.
 *
 * @param targets where a link leads, seen from its own folder, by the link's path below the packed one
 */
record PackedLinks(SortedMap<String, String> targets) {
  private static final String FILE = "/.git/links";

  /** No file name holds it. */
  private static final String BETWEEN = "\0";

  /**
   * The way of a link that stays below a folder; null for one that leads out of it, or nowhere.
   *
   * @param folder absolute and free of links
   */
  static @Nullable String way(Path link, Path folder) throws IOException {
    if (!Files.exists(link) || Links.leave(link, folder)) {
      return null;
    }
    Path parent = Objects.requireNonNull(link.getParent());
    Path target = parent.resolve(Files.readSymbolicLink(link)).normalize();
    if (!target.startsWith(folder)) {
      return null;
    }
    String way = parent.relativize(target).toString();
    return way.isEmpty() ? "." : way;
  }

  void write(FileSystem packed) throws IOException {
    if (targets.isEmpty()) {
      return;
    }
    StringBuilder text = new StringBuilder();
    targets.forEach((link, target) -> text.append(link + BETWEEN + target + BETWEEN));
    Path file = packed.getPath(FILE);
    Files.createDirectories(Objects.requireNonNull(file.getParent()));
    Files.writeString(file, text);
  }

  /**
   * Reads them.
   *
   * @param longest in bytes
   */
  static PackedLinks read(FileSystem packed, long longest) throws IOException {
    SortedMap<String, String> targets = new TreeMap<>();
    Path file = packed.getPath(FILE);
    if (!Files.exists(file)) {
      return new PackedLinks(targets);
    }
    if (Files.size(file) > longest) {
      throw new IOException("its links are too many");
    }
    Iterator<String> names = List.of(Files.readString(file).split(BETWEEN, -1)).iterator();
    for (String link = names.next(); names.hasNext(); link = names.next()) {
      targets.put(link, names.next());
    }
    return new PackedLinks(targets);
  }

  /**
   * Makes them where all files are already, so that nothing is written through one of them; none leads out of the folder.
   *
   * @param folder absolute and free of links
   */
  void make(Path folder) throws IOException {
    List<Path> made = new ArrayList<>();
    for (Map.Entry<String, String> each : targets.entrySet()) {
      Path link = folder.resolve(each.getKey()).normalize();
      if (!link.startsWith(folder) || link.equals(folder)) {
        throw new IOException("the packed path " + each.getKey() + " leads out of the folder");
      }
      Files.createDirectories(Objects.requireNonNull(link.getParent()));
      Files.createSymbolicLink(link, Path.of(each.getValue()));
      made.add(link);
      // One can lead out through the next.
      for (Path one : made) {
        if (Links.leave(one, folder)) {
          Files.delete(link);
          throw new IOException("the packed link " + each.getKey() + " leads out of the folder");
        }
      }
    }
  }
}
