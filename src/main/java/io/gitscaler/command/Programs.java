package io.gitscaler.command;

import io.gitscaler.failure.OutsideFailure;
import io.gitscaler.policy.Program;
import io.gitscaler.program.ProgramCall;
import io.gitscaler.program.ProgramRun;
import io.gitscaler.program.ProgramRunner;
import io.gitscaler.program.ProgramStep;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the team's programs, as processes and as HTTP requests, never more than {@code parallelism} at once over all
 * policies. Who asked first runs first. Closing it kills what still runs.
 */
public final class Programs implements ProgramRunner, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Programs.class);

  private final Semaphore places;
  private final ProgramEnvironment environment;
  private final ShellProgram shell;
  private final HttpProgram http = new HttpProgram();

  /**
   * Starts nothing yet.
   *
   * @param parallelism programs at once; 1 or more
   * @param temporaryFolder where the programs' homes are made and removed again
   */
  public Programs(int parallelism, ProgramEnvironment environment, Path temporaryFolder) {
    if (parallelism < 1) {
      throw new IllegalArgumentException("parallelism " + parallelism);
    }
    this.places = new Semaphore(parallelism, true);
    this.environment = environment;
    this.shell = new ShellProgram(environment, temporaryFolder);
  }

  @Override
  public ProgramRun run(ProgramCall call) {
    String input = WireFormat.spell(call.input());
    Outcome outcome;
    try {
      outcome =
          switch (call.program()) {
            case Program.Shell program -> runShell(call, program, input);
            case Program.Http program -> runHttp(call, program, input);
          };
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      outcome = Outcome.of(Wording.failure(call, "was not run because gitscaler stops", ""));
    } catch (OutsideFailure e) {
      outcome = Outcome.of(e);
    }
    return record(call, input, outcome);
  }

  /** The place is free for the next program as soon as the process is gone; cleaning up after it needs none. */
  private Outcome runShell(ProgramCall call, Program.Shell program, String input)
      throws InterruptedException {
    ProcessRun run;
    places.acquire();
    try {
      run = shell.start(call, program, input);
      run.await();
    } finally {
      places.release();
    }
    return shell.finish(run);
  }

  private Outcome runHttp(ProgramCall call, Program.Http program, String input)
      throws InterruptedException {
    places.acquire();
    try {
      return http.run(call, program, input);
    } finally {
      places.release();
    }
  }

  @Override
  public List<ProgramRun> runAll(List<ProgramCall> calls) {
    if (calls.size() == 1) {
      return List.of(run(calls.getFirst()));
    }
    List<Future<ProgramRun>> futures = new ArrayList<>(calls.size());
    List<ProgramRun> runs = new ArrayList<>(calls.size());
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (ProgramCall call : calls) {
        futures.add(executor.submit(() -> run(call)));
      }
      for (Future<ProgramRun> future : futures) {
        runs.add(await(executor, future));
      }
    }
    return runs;
  }

  /** An interrupt is handed on to the programs; each of them then answers that it was stopped. */
  private static ProgramRun await(ExecutorService executor, Future<ProgramRun> future) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return future.get();
        } catch (InterruptedException e) {
          interrupted = true;
          executor.shutdownNow();
        } catch (ExecutionException e) {
          throw new IllegalStateException(e.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private ProgramRun record(ProgramCall call, String input, Outcome outcome) {
    @Nullable Integer replicas = null;
    @Nullable String failure = outcome.failure();
    if (failure == null && call.step() == ProgramStep.EVALUATE) {
      try {
        replicas = WireFormat.targetReplicas(outcome.answer());
      } catch (UnreadableAnswerException e) {
        failure = Wording.failure(call, e.what(), e.advice()).sentence();
      }
    }
    Secrets secrets = environment.secretsOf(call);
    String stderr = secrets.strike(outcome.stderr());
    logStderr(call, failure, stderr);
    return new ProgramRun(
        call.step(),
        call.resource(),
        secrets.strike(input),
        secrets.strike(outcome.answer()),
        stderr,
        outcome.status(),
        outcome.took(),
        replicas,
        failure == null ? null : secrets.strike(failure));
  }

  private static void logStderr(ProgramCall call, @Nullable String failure, String stderr) {
    boolean wanted = call.program() instanceof Program.Shell program && program.logStderr();
    if (wanted && failure == null && !stderr.isEmpty()) {
      LOG.info("{}: {}: {}", call.policy().id(), Wording.place(call), Wording.quote(stderr));
    }
  }

  @Override
  public void close() {
    shell.close();
    http.close();
  }
}
