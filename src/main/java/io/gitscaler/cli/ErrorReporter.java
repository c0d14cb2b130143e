package io.gitscaler.cli;

import io.gitscaler.cli.usecase.EndedBySignalException;
import io.gitscaler.cli.usecase.UnknownPolicyException;
import io.gitscaler.cli.usecase.UnusableRequestException;
import io.gitscaler.failure.OutsideFailure;
import io.gitscaler.policy.PolicyId;
import io.gitscaler.policy.PolicyProblem;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Set;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** The one place where exceptions become text and an exit status, split by who must act. */
final class ErrorReporter implements IParameterExceptionHandler, IExecutionExceptionHandler {
  private final Stderr stderr;

  ErrorReporter(Stderr stderr) {
    this.stderr = stderr;
  }

  /** A wrong command line: the user must act. */
  @Override
  public int handleParseException(ParameterException wrong, String[] args) {
    CommandLine command = wrong.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    say(name + ": " + Plain.withoutUserInfo(message(wrong)) + origin(wrong));
    if (wrong instanceof UnmatchedArgumentException unmatched) {
      suggest(unmatched);
    }
    say("Try '" + name + " --help'.");
    return ExitCode.USAGE.status();
  }

  /** A wrong file of settings: every line of it that the user must correct. */
  int wrongSettings(WrongSettingsException wrong) {
    wrong.problems().forEach(problem -> say(problem.toString()));
    return ExitCode.USAGE.status();
  }

  private void suggest(UnmatchedArgumentException unmatched) {
    CommandSpec command = unmatched.getCommandLine().getCommandSpec();
    String given = unmatched.getUnmatched().getFirst().split("=", 2)[0];
    List<String> names =
        given.startsWith("-")
            ? List.copyOf(command.optionsMap().keySet())
            : List.copyOf(command.subcommands().keySet());
    List<String> near = Nearest.likely(given, names);
    if (!near.isEmpty()) {
      say("Did you mean " + String.join(" or ", near) + "?");
    }
  }

  /** Anything else that ends a command early. */
  @Override
  public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
    if (failure instanceof EndedBySignalException ended) {
      say("gitscaler: " + ended.getMessage());
      return ended.status();
    }
    Set<ExitCode> failOn =
        command.getCommand() instanceof GitscalerCommand ours ? ours.failOn() : ExitCode.NARROWABLE;
    return ExitCode.worst(Set.of(report(failure)), failOn).status();
  }

  private ExitCode report(Exception exception) {
    return switch (exception) {
      case OutsideFailure outside -> {
        say("gitscaler: " + outside.sentence());
        LoggerFactory.getLogger(ErrorReporter.class).debug("cause of the failure", outside);
        yield ExitCode.of(outside);
      }
      case UnknownPolicyException unknown -> report(unknown);
      case UnusableRequestException unusable -> {
        say("gitscaler: " + unusable.getMessage());
        yield ExitCode.USAGE;
      }
      default -> {
        bug(exception);
        yield ExitCode.BUG;
      }
    };
  }

  private ExitCode report(UnknownPolicyException unknown) {
    if (!unknown.problems().isEmpty()) {
      unknown.problems().stream().map(PolicyProblem::toString).forEach(this::say);
      return ExitCode.INVALID;
    }
    say("gitscaler: there is no policy " + unknown.asked() + ".");
    List<String> known = unknown.known().stream().map(PolicyId::toString).sorted().toList();
    List<String> near = Nearest.to(unknown.asked().toString(), known, 5);
    if (known.isEmpty()) {
      say("No policy is known at all. Check where the policies and the state are looked for.");
    } else if (near.size() == known.size()) {
      say("Known are " + String.join(", ", near) + ".");
    } else {
      say("Nearest of " + known.size() + " known: " + String.join(", ", near) + ".");
    }
    return ExitCode.USAGE;
  }

  /** The result did not arrive: whoever chose its place must act. What the command was to do, it did. */
  ExitCode unwritten(IOException failure) {
    say(
        "gitscaler: stdout: the result cannot be written: "
            + failure.getMessage()
            + ". Look at where the output goes.");
    return ExitCode.STOPPED;
  }

  /** Ours to act: the only stack trace that a user ever sees. */
  void bug(Throwable bug) {
    StringWriter trace = new StringWriter();
    bug.printStackTrace(new PrintWriter(trace, true));
    stderr.fail(Plain.lines(Plain.withoutUserInfo(trace.toString())).stripTrailing());
    say(
        "This is a bug in gitscaler "
            + VersionText.version()
            + ". Please report it with the lines above; the README says where.");
  }

  private void say(String line) {
    stderr.fail(Plain.line(line));
  }

  private static String message(ParameterException wrong) {
    if (wrong instanceof UnmatchedArgumentException unmatched
        && !unmatched.isUnknownOption()
        && !unmatched.getCommandLine().getSubcommands().isEmpty()) {
      return "there is no command '" + unmatched.getUnmatched().getFirst() + "'";
    }
    String message = wrong.getMessage();
    return message == null ? "wrong command line" : message;
  }

  /** Where the value that is wrong comes from, if it was never on the command line. */
  private static String origin(ParameterException wrong) {
    if (!(wrong.getArgSpec() instanceof OptionSpec option)
        || wrong.getValue() == null
        || !(option.command().defaultValueProvider() instanceof Settings settings)) {
      return "";
    }
    boolean given = wrong.getValue().equals(settings.defaultValue(option));
    return given ? settings.originBeside(option).remark() : "";
  }
}
