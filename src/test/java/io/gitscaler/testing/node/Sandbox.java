package io.gitscaler.testing.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Starts a process as a container runtime does: with a root file system of its own that cannot be written, only the mounts that it is
 * given, its own process ids, as a user without rights or capabilities. It shares the network of this machine, where the tests' servers are.
 *
 * <p>It takes {@code unshare}, {@code chroot} and {@code setpriv} (util-linux and coreutils) and the right to mount: root, or a kernel that gives user
 * namespaces to everybody. In the latter case the process keeps the user that runs the tests.
 */
public final class Sandbox {
  private static final boolean ROOT = isRoot();

  private Sandbox() {}

  /** A folder or file of this machine that the process sees at a place of its own. */
  public record Mount(Path from, String at, boolean readOnly) {}

  /**
   * Whom the process runs as.
   *
   * @param shared a second group, which owns the volumes
   */
  public record User(long id, long group, long shared) {
    /** The one of gitscaler's image. */
    public static final User OF_IMAGE = new User(65532, 65532, 65532);
  }

  /**
   * Starts it.
   *
   * @param folder of its own, for what is made on the way
   * @param environment all of it
   */
  public static Process start(
      Image image,
      List<Mount> mounts,
      Map<String, String> environment,
      User user,
      List<String> command,
      Path folder)
      throws IOException {
    Files.createDirectories(folder);
    Path script =
        Files.writeString(folder.resolve("start.sh"), script(image, mounts, user, command, folder));
    List<String> unshare =
        new ArrayList<>(
            List.of(
                "unshare",
                "--mount",
                "--propagation",
                "private",
                "--pid",
                "--fork",
                "--kill-child"));
    if (!ROOT) {
      unshare.addAll(List.of("--user", "--map-root-user"));
    }
    unshare.addAll(List.of("sh", "-eu", script.toString()));
    ProcessBuilder builder = new ProcessBuilder(unshare);
    builder.environment().clear();
    builder.environment().putAll(environment);
    return builder
        .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("output").toFile())
        .start();
  }

  /** What the process has printed, stdout and stderr together. */
  public static String output(Path folder) {
    try {
      return Files.readString(folder.resolve("output"));
    } catch (IOException e) {
      return "no output: " + e.getMessage();
    }
  }

  /** Runs a command where the process is; whether it succeeded. Takes root. */
  static boolean exec(Process sandbox, List<String> command)
      throws IOException, InterruptedException {
    Optional<ProcessHandle> inside = sandbox.children().findFirst();
    if (inside.isEmpty()) {
      return false;
    }
    List<String> words =
        new ArrayList<>(
            List.of("nsenter", "--target", Long.toString(inside.get().pid()), "--mount", "--root"));
    words.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
    return builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
  }

  /** SIGTERM to the process itself; {@code unshare} before it waits for its end. */
  static void terminate(Process sandbox) {
    sandbox.children().forEach(ProcessHandle::destroy);
  }

  private static String script(
      Image image, List<Mount> mounts, User user, List<String> command, Path folder) {
    Path root = folder.resolve("root");
    List<String> lines = new ArrayList<>();
    lines.add("root=" + quoted(root.toString()));
    lines.add("tree=" + quoted(image.tree().toString().equals("/") ? "" : image.tree().toString()));
    lines.add(
        """
        mkdir -p "$root"
        mount -t tmpfs -o mode=755 tmpfs "$root"
        # read_only FROM AT, writable FROM AT
        at() {
          if [ -d "$1" ]; then mkdir -p "$root$2"; else mkdir -p "$root${2%/*}"; : > "$root$2"; fi
        }
        writable() {
          at "$1" "$2"
          mount --bind "$1" "$root$2"
        }
        read_only() {
          writable "$1" "$2"
          mount -o remount,bind,ro "$root$2"
        }
        for top in bin sbin lib lib64 usr etc; do
          if [ -L "$tree/$top" ]; then cp -P "$tree/$top" "$root/$top"
          elif [ -d "$tree/$top" ]; then read_only "$tree/$top" "/$top"; fi
        done
        mkdir "$root/proc" "$root/dev" "$root/run" "$root/tmp" "$root/var" "$root/opt"
        ln -s ../run "$root/var/run"
        mount -t proc proc "$root/proc"
        for device in null zero full random urandom; do writable "/dev/$device" "/dev/$device"; done
        ln -s /proc/self/fd "$root/dev/fd\"""");
    image
        .parts()
        .forEach(
            (at, from) -> lines.add("read_only " + quoted(from.toString()) + " " + quoted(at)));
    for (Mount mount : mounts) {
      lines.add(
          (mount.readOnly() ? "read_only " : "writable ")
              + quoted(mount.from().toString())
              + " "
              + quoted(mount.at()));
    }
    lines.add("mount -o remount,ro \"$root\"");
    lines.add("cd \"$root\"");
    String words = command.stream().map(Sandbox::quoted).collect(Collectors.joining(" "));
    String drop =
        ROOT
            ? "setpriv --reuid=%d --regid=%d --groups=%d --no-new-privs --inh-caps=-all --bounding-set=-all "
                .formatted(user.id(), user.group(), user.shared())
            : "";
    lines.add("exec chroot . " + drop + words);
    return String.join("\n", lines) + "\n";
  }

  private static String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }

  private static boolean isRoot() {
    try {
      Process id = new ProcessBuilder("id", "-u").start();
      String user = id.inputReader().readLine();
      return id.waitFor(10, TimeUnit.SECONDS) && "0".equals(user);
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
