package io.gitscaler.command;

import io.gitscaler.failure.OutsideFailure;
import io.gitscaler.policy.Program;
import io.gitscaler.program.ProgramCall;
import io.gitscaler.program.ProgramRun;
import io.gitscaler.program.ProgramRunner;
import io.gitscaler.program.ProgramStep;
import io.gitscaler.program.Verbatim;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the team's programs, side by side, and looks into what they answer. */
public final class Programs implements ProgramRunner, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Programs.class);

  private final Execution execution;
  private final List<String> passedOn;

  /**
   * Starts nothing yet.
   *
   * @param execution where the programs run; closed with this
   * @param passedOn names of variables that every program may see
   */
  public Programs(Execution execution, Collection<String> passedOn) {
    this.execution = execution;
    this.passedOn = List.copyOf(passedOn);
  }

  @Override
  public ProgramRun run(ProgramCall call) {
    Task task = Task.of(call, passedOn);
    Outcome outcome;
    try {
      outcome = execution.run(task);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      outcome = Outcome.of(task.failure("was not run because gitscaler stops", ""));
    } catch (OutsideFailure e) {
      outcome = Outcome.of(e);
    }
    return record(call, task, outcome);
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

  private ProgramRun record(ProgramCall call, Task task, Outcome outcome) {
    Secrets secrets = execution.secrets(task).and(Secrets.of(call.policy()));
    String answer = secrets.strike(outcome.shown());
    @Nullable Integer replicas = null;
    @Nullable String failure = outcome.failure();
    if (failure == null && task.step() == ProgramStep.EVALUATE) {
      try {
        replicas = WireFormat.targetReplicas(outcome.answer(), answer);
      } catch (UnreadableAnswerException e) {
        failure = task.failure(e.what(), e.advice()).sentence();
      }
    }
    String stderr = secrets.strikeCut(outcome.stderr());
    logStderr(task, failure, stderr);
    return new ProgramRun(
        task.step(),
        task.resource(),
        secrets.strike(WireFormat.shown(call.input(), task.input())),
        answer,
        new Verbatim(outcome.answer()),
        stderr,
        outcome.status(),
        outcome.took(),
        replicas,
        failure == null ? null : secrets.strikeCut(failure));
  }

  private static void logStderr(Task task, @Nullable String failure, String stderr) {
    boolean wanted = task.program() instanceof Program.Shell program && program.logStderr();
    if (wanted && failure == null && !stderr.isEmpty()) {
      LOG.info("{}: {}: {}", task.policy(), Wording.place(task), Wording.quote(stderr));
    }
  }

  @Override
  public void stop() {
    execution.stop();
  }

  @Override
  public void close() {
    execution.close();
  }
}
