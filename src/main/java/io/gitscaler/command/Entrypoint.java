package io.gitscaler.command;

import io.gitscaler.policy.Program;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** Finds what a policy names as entrypoint, so that what is missing is said before anything is started. */
final class Entrypoint {
  private Entrypoint() {}

  /** Absolute path of the entrypoint; a name with a slash is relative to the policy's folder, others are on the PATH. */
  static Path find(Task task, Program.Shell program, String searchPath) {
    Path folder = task.folder();
    String name = program.entrypoint();
    if (!Files.isDirectory(folder)) {
      throw task.failure("the policy's folder is gone", "Load the policies again.");
    }
    if (name.contains("/")) {
      return usable(task, name, folder.resolve(name).normalize());
    }
    return onPath(name, searchPath).orElseThrow(() -> notFound(task, name, searchPath));
  }

  /** The first executable file of this name. */
  static Optional<Path> onPath(String name, String searchPath) {
    return Arrays.stream(searchPath.split(":"))
        .filter(folder -> folder.startsWith("/"))
        .map(folder -> Path.of(folder, name))
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
        .findFirst();
  }

  private static Path usable(Task task, String name, Path file) {
    String entrypoint = "its entrypoint " + name;
    if (!Files.exists(file)) {
      throw task.failure(
          entrypoint + " does not exist" + (name.startsWith("/") ? "" : " in the policy's folder"),
          "Correct `entrypoint`: a path is relative to the policy's file, or absolute where programs run.");
    }
    if (!Files.isRegularFile(file)) {
      throw task.failure(entrypoint + " is not a file", "Name a program as `entrypoint`.");
    }
    if (!Files.isExecutable(file)) {
      throw task.failure(
          entrypoint + " is not executable",
          "Commit it with its executable bit (git update-index --chmod=+x), or name its interpreter as"
              + " `entrypoint` and the file in `command`.");
    }
    checkInterpreter(task, entrypoint, file);
    return file;
  }

  /** Where the interpreter of a script is missing, the kernel says that the script is. */
  private static void checkInterpreter(Task task, String entrypoint, Path file) {
    String line = firstLine(file);
    if (!line.startsWith("#!")) {
      return;
    }
    boolean windows = line.endsWith("\r");
    String interpreter = line.substring(2).strip().split("\\s", 2)[0];
    if (windows) {
      throw task.failure(
          entrypoint + " has the line ends of Windows, so its interpreter is not found",
          "Commit it with line feeds alone (`*.sh text eol=lf` in .gitattributes).");
    }
    if (interpreter.startsWith("/") && !Files.exists(Path.of(interpreter))) {
      throw task.failure(
          entrypoint + " asks for the interpreter " + interpreter + ", which does not exist",
          "Install it where programs run, or correct the first line.");
    }
  }

  /** As much of it as the kernel looks at; empty where it cannot be read. */
  private static String firstLine(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      String head = new String(in.readNBytes(256), StandardCharsets.ISO_8859_1);
      int end = head.indexOf('\n');
      return end < 0 ? head : head.substring(0, end);
    } catch (IOException e) {
      return "";
    }
  }

  private static RuntimeException notFound(Task task, String name, String searchPath) {
    boolean inFolder = Files.exists(task.folder().resolve(name));
    return task.failure(
        "its entrypoint " + name + " was not found on the PATH " + searchPath,
        inFolder
            ? "Write ./" + name + " for the file beside the policy."
            : "Install it where programs run, such as in the image, or correct `entrypoint`.");
  }
}
