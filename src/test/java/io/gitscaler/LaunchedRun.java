package io.gitscaler;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A run as a process of its own, started with the launcher as it is shipped. */
final class LaunchedRun {
  static final Path LAUNCHER = Path.of("target/gitscaler/bin/gitscaler").toAbsolutePath();

  /** What the launcher's process ends with when it is killed: 128 and the signal's number. */
  static final int KILLED = 128 + 9;

  private final Process process;
  private final Path output;

  private LaunchedRun(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  static LaunchedRun start(
      Path folder, String name, Map<String, String> environment, List<String> arguments) {
    return start(folder, name, environment, List.of(LAUNCHER.toString()), arguments);
  }

  /** The same through other programs, such as one that changes the user; the last of them is the launcher. */
  static LaunchedRun start(
      Path folder,
      String name,
      Map<String, String> environment,
      List<String> launcher,
      List<String> arguments) {
    List<String> command = new ArrayList<>(launcher);
    command.addAll(arguments);
    Path output = folder.resolve(name + ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().clear();
    builder.environment().put("PATH", System.getenv("PATH"));
    builder.environment().put("HOME", folder.toString());
    builder.environment().put("GITSCALER_JAVA", System.getProperty("java.home"));
    builder.environment().putAll(environment);
    try {
      return new LaunchedRun(builder.start(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  long pid() {
    return process.pid();
  }

  /** SIGKILL; returns when the process is gone. */
  void kill() {
    process.destroyForcibly();
    status();
  }

  /** SIGTERM. */
  void terminate() {
    process.destroy();
  }

  /** These signals, one right after the other. */
  void signal(String... names) throws IOException {
    StringBuilder kills = new StringBuilder();
    for (String name : names) {
      kills.append("kill -").append(name).append(' ').append(pid()).append('\n');
    }
    new ProcessBuilder("sh", "-c", kills.toString()).start();
  }

  /** Waits for so long at most; whether the process has ended. */
  boolean endsWithin(long millis) {
    try {
      return process.waitFor(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  CompletableFuture<Void> whenEnded(Runnable then) {
    return process.onExit().thenRun(then);
  }

  /** Waits for the end, two minutes at most. */
  int status() {
    if (!endsWithin(120_000)) {
      process.destroyForcibly();
      throw new IllegalStateException("did not end: " + output());
    }
    return process.exitValue();
  }

  String output() {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
