package io.gitscaler.command;

import io.gitscaler.failure.OutsideFailure;
import io.gitscaler.policy.Program;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One process of a program, from its start to its end. */
final class ProcessRun {
  /** What a program may answer. */
  static final int MAX_ANSWER_BYTES = 1 << 20;

  /** What of stderr is kept. */
  static final int STDERR_TAIL_BYTES = 4096;

  /** From the death of the last process that could write to the end of what it wrote: only a scheduler's delay. */
  private static final Duration DRAIN = Duration.ofSeconds(2);

  private final Task task;
  private final Program.Shell program;
  private final Process process;
  private final Strays.Mark mark;
  private final long start = System.nanoTime();
  private final Output stdout;
  private final Output stderr;
  private volatile @Nullable OutsideFailure killedFor;
  private volatile Duration took = Duration.ZERO;

  ProcessRun(Task task, Program.Shell program, Process process, Strays.Mark mark) {
    this.task = task;
    this.program = program;
    this.process = process;
    this.mark = mark;
    this.stdout = new Output(process.getInputStream(), MAX_ANSWER_BYTES);
    this.stderr = new Output(process.getErrorStream(), STDERR_TAIL_BYTES);
  }

  Strays.Mark mark() {
    return mark;
  }

  /** Writes the input and reads both outputs, each in a thread of its own, so that none waits for another. */
  void feed(ExecutorService pipes) {
    pipes.execute(() -> stdout.readHead(this::tooMuch));
    pipes.execute(stderr::readTail);
    OutputStream stdin = process.getOutputStream();
    pipes.execute(() -> write(task.input(), stdin));
  }

  private static void write(String input, OutputStream stdin) {
    try (stdin) {
      stdin.write(input.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // A program need not read its input; the pipe is then closed at its end.
    }
  }

  /** Waits until the process has ended, by itself or because its time was up. */
  void await() {
    boolean interrupted = false;
    try {
      if (!process.waitFor(program.timeout().toNanos(), TimeUnit.NANOSECONDS)) {
        kill(
            "took longer than "
                + program.timeout().toMillis()
                + " ms and was killed with everything it had started",
            "Raise `timeout` of `" + task.step().field() + "`, or make the program faster.");
      }
    } catch (InterruptedException e) {
      interrupted = true;
      stop();
    }
    interrupted |= awaitDeath();
    took = Duration.ofNanos(System.nanoTime() - start);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns whether the thread was interrupted meanwhile. A killed process is gone at once, so nothing is lost. */
  private boolean awaitDeath() {
    boolean interrupted = false;
    while (true) {
      try {
        process.waitFor();
        return interrupted;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
  }

  /** Kills it because gitscaler itself stops. */
  void stop() {
    kill("was stopped because gitscaler stops", "");
  }

  private void tooMuch() {
    kill(
        "printed more than 1 MiB to stdout and was killed",
        "Print the answer alone to stdout; what is meant for people belongs on stderr.");
  }

  private synchronized void kill(String why, String whatToDo) {
    if (killedFor == null) {
      killedFor = Wording.failure(task, why, whatToDo);
    }
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  /** To be called when nothing of the program runs any more. */
  Outcome outcome() {
    String answer = Outcome.withoutFinalLineBreaks(stdout.text(DRAIN));
    String tail = stderr.text(DRAIN);
    OutsideFailure killed = killedFor;
    if (killed != null) {
      return new Outcome(answer, answer, tail, null, took, killed.sentence());
    }
    int status = process.exitValue();
    return new Outcome(
        answer, answer, tail, status, took, status == 0 ? null : failure(status, tail));
  }

  private String failure(int status, String tail) {
    String signal = status > 128 && status < 160 ? ", as after signal " + (status - 128) : "";
    String said =
        tail.isBlank() ? ", stderr is empty" : ", stderr ends with " + Wording.quoteEnd(tail);
    return Wording.failure(
            task,
            "exited with status " + status + signal + said,
            // A trial runs no hooks.
            task.step().isHook()
                ? ""
                : "Run `gitscaler try " + task.policy() + "` to see the whole exchange.")
        .sentence();
  }
}
