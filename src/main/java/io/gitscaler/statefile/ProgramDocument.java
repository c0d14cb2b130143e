package io.gitscaler.statefile;

import io.gitscaler.program.ProgramRun;
import io.gitscaler.program.ProgramStep;
import io.gitscaler.program.Verbatim;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One call of a program, as records spell it. What it was given is left out: it is the cluster's objects in full.
 *
 * @param step as in a policy: metric, evaluate, preScale, ...
 * @param answerLength characters of the whole answer, where {@code answer} is only its beginning
 * @param stderr the tail of it; only where the program failed
 */
record ProgramDocument(
    String step,
    String resource,
    String answer,
    @Nullable Integer answerLength,
    @Nullable Integer exitStatus,
    long tookMillis,
    @Nullable Integer targetReplicas,
    @Nullable String failure,
    @Nullable String stderr) {
  static ProgramDocument of(ProgramRun run, Caps caps) {
    String answer = Text.upTo(caps.answer(), run.answer());
    String failure = run.failure();
    return new ProgramDocument(
        run.step().field(),
        run.resource(),
        answer,
        answer.length() == run.answer().length() ? null : run.answer().length(),
        run.exitStatus(),
        run.took().toMillis(),
        run.targetReplicas(),
        failure == null ? null : Text.upTo(caps.sentence(), failure),
        failure == null || run.stderr().isEmpty() ? null : Text.tail(caps.stderr(), run.stderr()));
  }

  ProgramRun run() {
    return new ProgramRun(
        Arrays.stream(ProgramStep.values())
            .filter(one -> one.field().equals(step))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("unknown step " + Text.line(step, 40))),
        resource,
        "",
        answer,
        new Verbatim(answer),
        stderr == null ? "" : stderr,
        exitStatus,
        Duration.ofMillis(tookMillis),
        targetReplicas,
        failure);
  }
}
