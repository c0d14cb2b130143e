package io.gitscaler.command;

import io.gitscaler.failure.OutsideFailure;
import io.gitscaler.folder.Deletion;
import io.gitscaler.policy.Program;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Starts programs as processes, each in a session of its own where {@code setsid} (util-linux, BusyBox) is on the PATH. The
 * session and the program's unique HOME are what its descendants are recognised by when they must die; see {@link Strays}.
 */
final class ShellProgram implements AutoCloseable {
  private final ProgramEnvironment environment;
  private final Homes homes;
  private final Strays strays = new Strays();
  private final @Nullable Path setsid;
  private final Set<ProcessRun> running = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /** Blocking reads of pipes hold an operating system thread, so virtual threads would gain nothing. */
  private final ExecutorService pipes =
      Executors.newCachedThreadPool(
          Thread.ofPlatform().daemon().name("program-pipe-", 0).factory());

  ShellProgram(ProgramEnvironment environment, Path temporaryFolder) {
    this.environment = environment;
    this.homes = new Homes(temporaryFolder);
    this.setsid = Entrypoint.onPath("setsid", environment.path()).orElse(null);
  }

  /** Starts the program; failures to do so are thrown as OutsideFailure. */
  ProcessRun start(Task task, Program.Shell program) {
    if (closed) {
      throw stops(task);
    }
    Path home = null;
    try {
      home = homes.create();
      ProcessRun run = start(task, program, home);
      running.add(run);
      if (closed) {
        run.stop();
      }
      run.feed(pipes);
      return run;
    } catch (IOException | IllegalArgumentException | OutsideFailure e) {
      if (home != null) {
        Deletion.of(home);
      }
      if (e instanceof OutsideFailure said) {
        throw said;
      }
      if (closed) {
        throw stops(task); // And so its HOME is gone.
      }
      throw Wording.failure(
          task, "could not be started: " + e.getMessage(), "Correct the program in the policy.");
    }
  }

  private static OutsideFailure stops(Task task) {
    return Wording.failure(task, "was not run because gitscaler stops", "");
  }

  private ProcessRun start(Task task, Program.Shell program, Path home) throws IOException {
    Map<String, String> variables = environment.of(task, home);
    String searchPath = variables.getOrDefault("PATH", "");
    List<String> command = new ArrayList<>();
    if (setsid != null) {
      command.add(setsid.toString());
    }
    command.add(Entrypoint.find(task, program, searchPath).toString());
    command.addAll(program.command());
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.directory(task.folder().toFile());
    builder.environment().clear();
    builder.environment().putAll(variables);
    Process process = builder.start();
    return new ProcessRun(
        task, program, process, new Strays.Mark(setsid == null ? 0 : process.pid(), home));
  }

  /** What it gave; afterwards nothing of it runs any more and its HOME is gone. */
  Outcome finish(ProcessRun run) {
    try {
      strays.kill(run.mark());
      return run.outcome();
    } finally {
      running.remove(run);
      Deletion.of(run.mark().home());
    }
  }

  /** Kills what runs; who waits for it cleans up behind it. */
  void stop() {
    closed = true;
    running.forEach(ProcessRun::stop);
  }

  @Override
  public void close() {
    stop();
    running.forEach(run -> strays.kill(run.mark()));
    homes.close();
  }
}
