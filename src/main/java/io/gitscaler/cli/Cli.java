package io.gitscaler.cli;

import io.gitscaler.cli.usecase.UseCases;
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
    Session session = new Session(surroundings, useCases, stderr);
    ErrorReporter reporter = new ErrorReporter(stderr);
    try {
      CommandLine root = CommandTree.of(session, List.of(arguments));
      HelpText.write(root, surroundings);
      root.setParameterExceptionHandler(reporter);
      root.setExecutionExceptionHandler(reporter);
      return root.execute(arguments);
    } catch (WrongSettingsException wrong) {
      return reporter.wrongSettings(wrong);
    } catch (RuntimeException | Error bug) {
      reporter.bug(bug);
      return ExitCode.BUG.status();
    } finally {
      stderr.clearStatus();
      surroundings.out().flush();
      surroundings.err().flush();
    }
  }
}
