package io.gitscaler.cli;

import io.gitscaler.cli.usecase.UseCases;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine;

/** The command line as a whole. */
public final class Cli {
  private Cli() {}

  /**
   * Does what the arguments say and reports every failure.
   *
   * @return the exit status
   */
  public static int execute(String[] arguments, Surroundings surroundings, UseCases useCases) {
    Stderr stderr = new Stderr(surroundings.err(), surroundings.terminal().err());
    LogSetup.begin(
        Settings.unparsed("log-format", List.of(arguments), surroundings.environment()), stderr);
    ErrorReporter reporter = new ErrorReporter(stderr);
    int status = execute(arguments, new Session(surroundings, useCases, stderr), reporter);
    stderr.clearStatus();
    IOException unwritten = surroundings.out().failure();
    return unwritten == null ? status : Math.max(status, reporter.unwritten(unwritten).status());
  }

  private static int execute(String[] arguments, Session session, ErrorReporter reporter) {
    try {
      CommandLine root = CommandTree.of(session, List.of(arguments));
      HelpText.write(root, session.surroundings());
      root.setParameterExceptionHandler(reporter);
      root.setExecutionExceptionHandler(reporter);
      return root.execute(arguments);
    } catch (WrongSettingsException wrong) {
      return reporter.wrongSettings(wrong);
    } catch (RuntimeException | Error bug) {
      reporter.bug(bug);
      return ExitCode.BUG.status();
    }
  }
}
