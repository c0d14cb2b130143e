package io.gitscaler.command;

import io.gitscaler.policy.Program;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Semaphore;

/** Runs programs from this process: as its children, and by its own HTTP requests. */
public final class LocalExecution implements Execution {
  /** The longest answer and the longest stderr of an outcome, in characters. */
  public static final int MAX_ANSWER = ProcessRun.MAX_ANSWER_BYTES;

  public static final int MAX_STDERR = ProcessRun.STDERR_TAIL_BYTES;

  private final Semaphore places;
  private final ProgramEnvironment environment;
  private final ShellProgram shell;
  private final HttpProgram http = new HttpProgram();

  /**
   * Starts nothing yet.
   *
   * @param parallelism programs at once; 1 or more
   * @param own the environment of this process
   * @param temporaryFolder where the programs' homes are made and removed again
   */
  public LocalExecution(int parallelism, Map<String, String> own, Path temporaryFolder) {
    if (parallelism < 1) {
      throw new IllegalArgumentException("parallelism " + parallelism);
    }
    this.places = new Semaphore(parallelism, true);
    this.environment = new ProgramEnvironment(own);
    this.shell = new ShellProgram(environment, temporaryFolder);
  }

  @Override
  public Outcome run(Task task) throws InterruptedException {
    return switch (task.program()) {
      case Program.Shell program -> runShell(task, program);
      case Program.Http program -> runHttp(task, program);
    };
  }

  /** The place is free for the next program as soon as the process is gone; cleaning up after it needs none. */
  private Outcome runShell(Task task, Program.Shell program) throws InterruptedException {
    ProcessRun run;
    places.acquire();
    try {
      run = shell.start(task, program);
      run.await();
    } finally {
      places.release();
    }
    return shell.finish(run);
  }

  private Outcome runHttp(Task task, Program.Http program) throws InterruptedException {
    places.acquire();
    try {
      return http.run(task, program);
    } finally {
      places.release();
    }
  }

  /** Programs are always started where their files lie now. */
  @Override
  public void policiesRead() {}

  @Override
  public Secrets secrets(Task task) {
    return environment.secretsOf(task);
  }

  @Override
  public void stop() {
    shell.stop();
    http.close();
  }

  @Override
  public void close() {
    shell.close();
    http.close();
  }
}
