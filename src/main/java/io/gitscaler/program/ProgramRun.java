package io.gitscaler.program;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What one call of a program gave.
 *
 * @param resource what the call was about: the target's or a pod's name
 * @param input the JSON that it was given
 * @param answer stdout or the response's body, without the final line break and with {@code ***} in place of secrets
 * @param handedOn the answer as it was given, for the step that comes next
 * @param stderr the tail of stderr; empty for HTTP
 * @param exitStatus of the process, or the HTTP status; null where there was none (not started, timed out)
 * @param targetReplicas what an evaluate program answered; null for every other step and for failures
 * @param failure why it failed, as a sentence that names the program; null where it succeeded
 */
public record ProgramRun(
    ProgramStep step,
    String resource,
    String input,
    String answer,
    Verbatim handedOn,
    String stderr,
    @Nullable Integer exitStatus,
    Duration took,
    @Nullable Integer targetReplicas,
    @Nullable String failure) {
  public boolean succeeded() {
    return failure == null;
  }

  /** The same without what only the next step needed: the input, which may be as large as all objects that it tells of. */
  public ProgramRun withoutInput() {
    return new ProgramRun(
        step,
        resource,
        "",
        answer,
        new Verbatim(answer),
        stderr,
        exitStatus,
        took,
        targetReplicas,
        failure);
  }
}
