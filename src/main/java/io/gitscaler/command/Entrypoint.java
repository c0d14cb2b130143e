package io.gitscaler.command;

import io.gitscaler.policy.Program;
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
      throw Wording.failure(
          task, "the policy's folder " + folder + " is gone", "Load the policies again.");
    }
    if (name.contains("/")) {
      return usable(task, folder.resolve(name).normalize());
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

  private static Path usable(Task task, Path file) {
    if (!Files.exists(file)) {
      throw Wording.failure(
          task,
          "its entrypoint " + file + " does not exist",
          "Correct `entrypoint`: a path is relative to the policy's file or absolute.");
    }
    if (!Files.isRegularFile(file)) {
      throw Wording.failure(
          task, "its entrypoint " + file + " is not a file", "Name a program as `entrypoint`.");
    }
    if (!Files.isExecutable(file)) {
      throw Wording.failure(
          task,
          "its entrypoint " + file + " is not executable",
          "Commit it with its executable bit (git update-index --chmod=+x), or name its interpreter as"
              + " `entrypoint` and the file in `command`.");
    }
    return file;
  }

  private static RuntimeException notFound(Task task, String name, String searchPath) {
    boolean inFolder = Files.exists(task.folder().resolve(name));
    return Wording.failure(
        task,
        "its entrypoint " + name + " was not found on the PATH " + searchPath,
        inFolder
            ? "Write ./" + name + " for the file beside the policy."
            : "Install it in the image that runs gitscaler, or correct `entrypoint`.");
  }
}
