package io.gitscaler.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A bare repository as a server keeps it, worked on with the system's git, which sees no configuration of the user. Commits
 * have a fixed author and date.
 */
public final class BareRepository {
  private final Path path;
  private final Path work;

  private BareRepository(Path path, Path work) {
    this.path = path;
    this.work = work;
  }

  private static void add(Path config, String settings) throws IOException {
    Files.writeString(config, settings, StandardOpenOption.APPEND);
  }

  /** Creates an empty one named {@code name.git} below the folder, with {@code main} as its default branch. */
  public static BareRepository create(Path folder, String name) {
    try {
      Files.createDirectories(folder);
      Path path = folder.resolve(name + ".git");
      run(
          folder,
          "init",
          "--quiet",
          "--bare",
          "--template=",
          "--initial-branch=main",
          path.toString());
      add(
          path.resolve("config"),
          """
          [uploadpack]
            allowFilter = true
          [http]
            receivepack = true
          """);
      Path work = folder.resolve(name + ".work");
      return new BareRepository(path, work);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Path path() {
    return path;
  }

  /** The folder of a clone, for what {@link #commit} does not do. */
  public Path work() {
    if (!Files.exists(work)) {
      try {
        run(path, "init", "--quiet", "--template=", "--initial-branch=main", work.toString());
        add(
            work.resolve(".git/config"),
            """
            [remote "origin"]
              url = %s
              fetch = +refs/heads/*:refs/remotes/origin/*
            """
                .formatted(path));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return work;
  }

  public String url() {
    return "file://" + path;
  }

  /** Commits the files (path to text) on top of a branch, pushes it and answers the commit's id. */
  public String commit(String branch, Map<String, String> files) {
    work("checkout", "--quiet", "-B", branch);
    files.forEach(this::write);
    work("add", "--all");
    String what = files.size() > 20 ? files.size() + " files" : files.keySet().toString();
    work("commit", "--quiet", "--allow-empty", "--message", "Change " + what);
    work("push", "--quiet", "--force", "origin", branch);
    return work("rev-parse", "HEAD");
  }

  private void write(String file, String text) {
    try {
      Path target = work().resolve(file);
      Files.createDirectories(target.getParent());
      Files.writeString(target, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Puts an executable hook of the server in place. */
  public void hook(String name, String script) {
    try {
      Path hook = path.resolve("hooks").resolve(name);
      Files.createDirectories(hook.getParent());
      Files.writeString(hook, script);
      if (!hook.toFile().setExecutable(true)) {
        throw new IllegalStateException(hook + " cannot be made executable");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes a key with ssh-keygen that signs every later commit, and answers its public half. */
  public String signWithSsh(String type) {
    Path key = path.resolveSibling(path.getFileName() + ".id_" + type);
    start(
        work(), List.of("ssh-keygen", "-q", "-t", type, "-N", "", "-C", "", "-f", key.toString()));
    try {
      add(
          work().resolve(".git/config"),
          """
          [gpg]
            format = ssh
          [user]
            signingkey = %s
          [commit]
            gpgsign = true
          """
              .formatted(key));
      return Files.readString(Path.of(key + ".pub")).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs git in the bare repository and answers its output without the last line break. */
  public String git(String... arguments) {
    return run(path, arguments);
  }

  /** Runs git in the clone. */
  public String work(String... arguments) {
    return run(work(), arguments);
  }

  /** Makes a process see nothing of the user's git configuration. */
  public static void isolate(Map<String, String> environment) {
    environment.keySet().removeIf(name -> name.startsWith("GIT_"));
    environment.put("HOME", "/nonexistent");
    environment.put("GIT_CONFIG_NOSYSTEM", "1");
    environment.put("GIT_CONFIG_GLOBAL", "/dev/null");
    environment.put("GIT_AUTHOR_NAME", "Ada");
    environment.put("GIT_AUTHOR_EMAIL", "ada@example.org");
    environment.put("GIT_AUTHOR_DATE", "2026-03-01T12:00:00Z");
    environment.put("GIT_COMMITTER_NAME", "Ada");
    environment.put("GIT_COMMITTER_EMAIL", "ada@example.org");
    environment.put("GIT_COMMITTER_DATE", "2026-03-01T12:00:00Z");
    environment.put("GIT_TERMINAL_PROMPT", "0");
  }

  private static String run(Path folder, String... arguments) {
    List<String> command = new ArrayList<>(List.of("git", "-c", "gc.auto=0"));
    command.addAll(List.of(arguments));
    return start(folder, command);
  }

  private static String start(Path folder, List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    isolate(builder.environment());
    builder.redirectErrorStream(true);
    try {
      Process process = builder.start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(command + " failed: " + output);
      }
      return output.stripTrailing();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
