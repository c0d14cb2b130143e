package io.gitscaler.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.gitscaler.policy.Program;
import io.gitscaler.program.ProgramCall;
import io.gitscaler.program.ProgramRun;
import io.gitscaler.program.ProgramStep;
import io.gitscaler.program.ResourceValue;
import io.gitscaler.testing.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Many programs side by side. */
@ParameterizedClass
@EnumSource(Way.class)
class ProgramsTest {
  private final Way way;

  @TempDir Path folder;
  @TempDir Path seen;
  @TempDir Path temporary;

  ProgramsTest(Way way) {
    this.way = way;
  }

  private Programs programs(int parallelism) {
    return way.programs(parallelism, temporary);
  }

  private List<ProgramCall> calls(int count, String script) {
    Calls calls = new Calls(folder, Map.of("SEEN", seen.toString()), Duration.ofSeconds(30));
    return IntStream.range(0, count)
        .mapToObj(i -> calls.metric("sh", "-c", script, "sh", String.valueOf(i)))
        .toList();
  }

  /** Secrets are struck out of what is kept, and not out of what the next program is to decide by. */
  @Test
  void whatAProgramAnswersGoesOnToTheLetterAndIsKeptWithoutSecrets() {
    Map<String, String> own =
        Map.of("PATH", System.getenv("PATH"), "LIMIT", "150000", "TOKEN", "canary-4711");
    Execution execution = way.execution(2, own, temporary);
    try (Programs programs = new Programs(execution, List.of("LIMIT", "TOKEN"))) {
      Calls calls = new Calls(folder);
      ProgramRun metric = programs.run(calls.metric("sh", "-c", "echo $LIMIT $TOKEN"));
      ProgramCall evaluate =
          calls.call(
              ProgramStep.EVALUATE,
              new Program.Shell(
                  Duration.ofSeconds(30), "sh", List.of("-c", "tee input; cat input >&2"), false),
              Calls.evaluation(new ResourceValue("checkout", metric.handedOn(), metric.answer())));
      ProgramRun evaluation = programs.run(evaluate);

      assertThat(metric.answer()).isEqualTo("*** ***");
      assertThat(metric.handedOn().text()).isEqualTo("150000 canary-4711");
      assertThat(evaluation.handedOn().text()).contains("\"value\":\"150000 canary-4711\"");
      assertThat(evaluation.input()).contains("\"value\":\"*** ***\"");
      assertThat(evaluation.failure()).contains("targetReplicas is missing");
      assertThat(List.of(metric, evaluation).toString()).doesNotContain("canary", "150000");
    }
  }

  @Test
  void anEvaluationMayHoldWhatIsASecretElsewhere() {
    Map<String, String> own = Map.of("PATH", System.getenv("PATH"), "LIMIT", "150000");
    Execution execution = way.execution(2, own, temporary);
    try (Programs programs = new Programs(execution, List.of("LIMIT"))) {
      ProgramRun evaluation =
          programs.run(
              new Calls(folder).evaluate("1", "sh", "-c", "echo {\\\"targetReplicas\\\": $LIMIT}"));

      assertThat(evaluation.failure()).isNull();
      assertThat(evaluation.targetReplicas()).isEqualTo(150_000);
    }
  }

  @Test
  void runsAsManyAtOnceAsAllowed() {
    // Each waits until all four have begun; fewer at once would end in a time-out.
    String rendezvous =
        "mkdir here-$1; while [ $(ls -d here-* | wc -l) -lt 4 ]; do sleep 0.02; done; echo $1";
    try (Programs programs = programs(4)) {
      assertThat(programs.runAll(calls(4, rendezvous)))
          .extracting(ProgramRun::failure, ProgramRun::answer)
          .containsExactly(tuple(null, "0"), tuple(null, "1"), tuple(null, "2"), tuple(null, "3"));
    }
  }

  @Test
  void neverRunsMoreAtOnceThanAllowed() {
    // A program takes a free seat of two, or reports that there is none.
    String seat =
        "if mkdir seat-a 2>&-; then s=a; elif mkdir seat-b 2>&-; then s=b; else echo crowd; exit; fi;"
            + " sleep 0.05; rmdir seat-$s; echo $1";
    try (Programs programs = programs(2)) {
      assertThat(programs.runAll(calls(20, seat)))
          .extracting(ProgramRun::answer)
          .containsExactlyElementsOf(IntStream.range(0, 20).mapToObj(String::valueOf).toList());
    }
  }

  @Test
  void boundsSeveralCallersTogether() {
    String seat = "mkdir seat 2>&- || { echo crowd; exit; }; sleep 0.05; rmdir seat; echo alone";
    try (Programs programs = programs(1)) {
      List<CompletableFuture<List<ProgramRun>>> callers =
          IntStream.range(0, 3)
              .mapToObj(i -> CompletableFuture.supplyAsync(() -> programs.runAll(calls(4, seat))))
              .toList();

      assertThat(callers)
          .flatExtracting(CompletableFuture::join)
          .hasSize(12)
          .extracting(ProgramRun::answer)
          .containsOnly("alone");
    }
  }

  @Test
  void givesResultsInTheOrderOfTheCallsWhateverEndsFirst() {
    // The first to be asked ends last.
    String reverse =
        "while [ $1 -lt 3 ] && ! [ -e done-$(($1 + 1)) ]; do sleep 0.02; done; touch done-$1; echo $1";
    try (Programs programs = programs(4)) {
      assertThat(programs.runAll(calls(4, reverse)))
          .extracting(ProgramRun::answer)
          .containsExactly("0", "1", "2", "3");
    }
  }

  @Test
  void delaysNobodyForOneThatHangsOrFails() {
    Calls calls = new Calls(folder);
    Calls impatient = new Calls(folder, Map.of(), Duration.ofSeconds(2));
    try (Programs programs = programs(2)) {
      List<ProgramRun> runs =
          programs.runAll(
              List.of(
                  impatient.metric("sleep", "1000"),
                  calls.metric("false"),
                  calls.metric("no-such-program"),
                  calls.metric("echo", "5")));

      assertThat(runs.get(0).failure()).contains("took longer than 2000 ms");
      assertThat(runs.get(1).failure()).contains("exited with status 1, stderr is empty");
      assertThat(runs.get(2).failure()).contains("was not found on the PATH");
      assertThat(runs.get(3).answer()).isEqualTo("5");
    }
  }

  @Test
  void stopsProgramsWhenItsCallerIsInterrupted() throws Exception {
    AtomicBoolean interrupted = new AtomicBoolean();
    List<ProgramRun> runs = new CopyOnWriteArrayList<>();
    try (Programs programs = programs(1)) {
      Thread caller =
          Thread.ofPlatform()
              .start(
                  () -> {
                    runs.addAll(
                        programs.runAll(
                            calls(2, "[ -e $SEEN/pid ] || echo $$ > $SEEN/pid; exec sleep 1000")));
                    interrupted.set(Thread.currentThread().isInterrupted());
                  });
      awaitPid();
      caller.interrupt();
      caller.join();

      // The second may just have come to the place of the first when it hears of it.
      assertThat(runs)
          .hasSize(2)
          .extracting(ProgramRun::failure)
          .allSatisfy(failure -> assertThat(failure).contains("because gitscaler stops"))
          .anySatisfy(failure -> assertThat(failure).contains("was stopped"));
      assertThat(interrupted).isTrue();
      assertThat(Processes.runs(seen.resolve("pid"))).isFalse();
    }
  }

  @Test
  void runsNothingForACallerThatWasInterruptedBefore() {
    try (Programs programs = programs(1)) {
      Thread.currentThread().interrupt();
      ProgramRun run = programs.run(new Calls(folder).metric("echo", "5"));

      assertThat(Thread.interrupted()).isTrue();
      assertThat(run.failure()).contains("was not run because gitscaler stops");
    }
  }

  @Test
  void stopsProgramsWhenItIsClosed() throws Exception {
    Programs programs = programs(1);
    CompletableFuture<List<ProgramRun>> runs =
        CompletableFuture.supplyAsync(
            () -> programs.runAll(calls(1, "sleep 1000 & echo $! > $SEEN/pid; wait")));
    awaitPid();
    programs.close();

    assertThat(Processes.runs(seen.resolve("pid"))).isFalse();
    assertThat(runs.join().getFirst().failure()).contains("was stopped because gitscaler stops");
  }

  private void awaitPid() throws IOException {
    Path pid = seen.resolve("pid");
    while (!Files.exists(pid) || Files.readString(pid).isBlank()) {
      Thread.onSpinWait();
    }
  }

  @Test
  void refusesAParallelismOfNone() {
    assertThatThrownBy(() -> programs(0)).hasMessageContaining("parallelism 0");
  }
}
