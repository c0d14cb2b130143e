package io.gitscaler.demo;

import io.gitscaler.failure.FailureKind;
import io.gitscaler.failure.OutsideFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The folder that a demonstration leaves behind. What a demonstration did not make is never touched. */
final class DemoFolder {
  private static final String MARK = ".gitscaler-demo";

  private DemoFolder() {}

  /**
   * Makes the folder, or empties it where an earlier demonstration made it.
   *
   * @throws OutsideFailure when something else is in it
   */
  static Path prepare(Path folder) throws IOException {
    Path place = folder.toAbsolutePath().normalize();
    if (Files.exists(place)) {
      if (!Files.isRegularFile(place.resolve(MARK)) && !empty(place)) {
        throw new OutsideFailure(
            FailureKind.UNUSABLE,
            place.toString(),
            "it holds something that no demonstration made",
            "Name an empty or a new folder with --folder.");
      }
      clear(place);
    }
    Files.createDirectories(place);
    Files.writeString(
        place.resolve(MARK), "Made by gitscaler demo, and emptied by the next one.\n");
    return place.toRealPath();
  }

  /**
   * Tries the temporary folder out, for the embedded cluster takes one that it cannot write for a bug.
   *
   * @throws OutsideFailure when nothing can be written there
   */
  static void checkTemporary(Path temporary) {
    try {
      Files.delete(Files.createTempFile(temporary, "gitscaler-demo", ""));
    } catch (IOException e) {
      throw new OutsideFailure(
          FailureKind.UNUSABLE,
          temporary.toString(),
          "the temporary folder is not there or cannot be written",
          "Set TMPDIR to a folder that this user may write.",
          e);
    }
  }

  private static boolean empty(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.findAny().isEmpty();
    }
  }

  private static void clear(Path folder) throws IOException {
    List<Path> all;
    try (Stream<Path> files = Files.walk(folder)) {
      all = files.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : all) {
      Files.delete(file);
    }
  }
}
