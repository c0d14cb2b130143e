package io.gitscaler.command.socket;

import io.gitscaler.command.Task;
import io.gitscaler.policy.OwnVariables;
import io.gitscaler.policy.PolicyId;
import io.gitscaler.policy.Program;
import io.gitscaler.policy.Program.ParameterMode;
import io.gitscaler.program.ProgramStep;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Tasks as messages, and back. */
final class Starts {
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final long LONGEST_TIMEOUT = Duration.ofDays(1).toMillis();

  private Starts() {}

  static Frame of(Task task, long id, String files) {
    Program program = task.program();
    Message.Start start =
        new Message.Start(
            id,
            files,
            task.root().relativize(task.folder()).toString(),
            task.policy().namespace(),
            task.policy().name(),
            task.target(),
            task.env(),
            task.step().field(),
            task.resource(),
            program instanceof Program.Shell shell ? shell(shell) : null,
            program instanceof Program.Http http ? http(http) : null);
    return new Frame(start, task.input().getBytes(StandardCharsets.UTF_8));
  }

  private static Message.Shell shell(Program.Shell shell) {
    return new Message.Shell(shell.timeout().toMillis(), shell.entrypoint(), shell.command());
  }

  private static Message.Http http(Program.Http http) {
    return new Message.Http(
        http.timeout().toMillis(),
        http.method(),
        http.url(),
        http.successCodes(),
        http.parameterMode() == ParameterMode.QUERY,
        http.headers(),
        http.caCert(),
        http.clientCert(),
        http.clientKey());
  }

  /** The task of a message, with the places where its files lie. */
  static Task task(Message.Start start, byte[] input, ReceivedFiles files)
      throws BrokenProtocolException {
    for (Map.Entry<String, @Nullable String> variable : start.env().entrySet()) {
      // With a value of its own, a variable tells nothing of the process that runs the program.
      boolean tells = variable.getValue() == null && OwnVariables.holds(variable.getKey());
      if (tells || !VARIABLE.matcher(variable.getKey()).matches()) {
        throw new BrokenProtocolException("a variable that no program may see");
      }
    }
    return new Task(
        new PolicyId(start.namespace(), start.policy()),
        start.target(),
        files.root(start.files()),
        files.folder(start.files(), start.folder()),
        start.env(),
        step(start.step()),
        program(start),
        start.resource(),
        new String(input, StandardCharsets.UTF_8));
  }

  private static ProgramStep step(String field) throws BrokenProtocolException {
    return Arrays.stream(ProgramStep.values())
        .filter(step -> step.field().equals(field))
        .findFirst()
        .orElseThrow(() -> new BrokenProtocolException("a step that does not exist"));
  }

  private static Program program(Message.Start start) throws BrokenProtocolException {
    Message.Shell shell = start.shell();
    Message.Http http = start.http();
    if (shell != null && http == null) {
      return new Program.Shell(
          timeout(shell.timeoutMillis()), shell.entrypoint(), shell.command(), false);
    }
    if (http != null && shell == null) {
      return new Program.Http(
          timeout(http.timeoutMillis()),
          http.method(),
          http.url(),
          http.successCodes(),
          http.query() ? ParameterMode.QUERY : ParameterMode.BODY,
          http.headers(),
          http.caCert(),
          http.clientCert(),
          http.clientKey());
    }
    throw new BrokenProtocolException("not one program");
  }

  private static Duration timeout(long millis) throws BrokenProtocolException {
    if (millis < 1 || millis > LONGEST_TIMEOUT) {
      throw new BrokenProtocolException("a time-out that no policy may have");
    }
    return Duration.ofMillis(millis);
  }
}
