package io.gitscaler.cli;

import io.gitscaler.cli.usecase.SettingsFile;
import io.gitscaler.policy.PolicyProblem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** Holds a file of settings against the flags there are. A key of another command is right, and its value is not looked at. */
final class SettingsCheck {
  private static final Pattern SECRET = Pattern.compile(".*(token|password|secret|key)");

  /** What picocli puts before the reason. */
  private static final Pattern PREAMBLE =
      Pattern.compile("^Invalid value for option '[^']*'( \\(.*?\\))?: ");

  private final CommandLine command;
  private final Supplier<NavigableSet<String>> names;

  /**
   * @param command another of the one that was asked for, without defaults; it is used up
   * @param names of the settings of all commands; asked for only where the command at hand does not have a key
   */
  SettingsCheck(CommandLine command, Supplier<NavigableSet<String>> names) {
    this.command = command;
    this.names = names;
  }

  /** Everything that is wrong, in the order of the file. */
  List<PolicyProblem> problems(SettingsFile file) {
    List<PolicyProblem> problems = new ArrayList<>(file.problems());
    for (SettingsFile.Entry entry : file.entries()) {
      String wrong = wrong(entry);
      if (wrong != null) {
        problems.add(entry.problem(wrong));
      }
    }
    problems.sort(Comparator.comparingInt(PolicyProblem::line));
    return problems;
  }

  private @Nullable String wrong(SettingsFile.Entry entry) {
    OptionSpec option = command.getCommandSpec().findOption("--" + entry.key());
    if (option == null) {
      return unknown(entry.key());
    }
    if (option.usageHelp() || Settings.FILE.equals(entry.key())) {
      return "This can only be a flag. Remove the line.";
    }
    if (entry.isList() && !option.isMultiValue()) {
      return "It takes one value, and this is a list. Write the value alone.";
    }
    return refused(entry);
  }

  private @Nullable String unknown(String key) {
    NavigableSet<String> known = names.get();
    if (known.contains(key)) {
      return null;
    }
    if (SECRET.matcher(key).matches()) {
      return "There is no such setting, and a secret does not belong here. Put it into a file of its"
          + " own, and name that file with git-token-file or ssh-key-file.";
    }
    List<String> near = Nearest.likely(key, List.copyOf(known));
    return "There is no such setting. "
        + (near.isEmpty()
            ? "The flags are in `gitscaler run --help`."
            : "Did you mean " + String.join(" or ", near) + "?");
  }

  /** Why the flag would refuse the value. */
  private @Nullable String refused(SettingsFile.Entry entry) {
    try {
      command.parseArgs("--" + entry.key() + "=" + String.join(",", entry.values()));
      return null;
    } catch (CommandLine.MissingParameterException withoutTheOthers) {
      return null;
    } catch (ParameterException wrong) {
      String message = PREAMBLE.matcher(String.valueOf(wrong.getMessage())).replaceFirst("");
      return Plain.withoutUserInfo(message) + ".";
    }
  }
}
