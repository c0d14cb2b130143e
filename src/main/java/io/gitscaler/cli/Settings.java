package io.gitscaler.cli;

import io.gitscaler.cli.usecase.SettingsFile;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * Takes what the command line leaves open from the environment, and what that leaves open from the file of {@code --config}:
 * {@code --policies-repo} from {@code GITSCALER_POLICIES_REPO}, then from the line {@code policies-repo}.
 */
final class Settings implements IDefaultValueProvider {
  static final String PREFIX = "GITSCALER_";

  /** The setting that no file can hold, for it names the file. */
  static final String FILE = "config";

  private final Map<String, String> environment;
  private final Map<String, SettingsFile.Entry> file = new HashMap<>();

  Settings(Map<String, String> environment, List<SettingsFile.Entry> file) {
    this.environment = environment;
    file.forEach(entry -> this.file.put(entry.key(), entry));
  }

  /** Where an option's value comes from, the strongest first. */
  enum Source {
    FLAG,
    ENVIRONMENT,
    FILE,
    DEFAULT
  }

  /**
   * Where one value comes from.
   *
   * @param place the flag, the variable, or the line of the file; empty for a default
   */
  record Origin(Source source, String place) {
    /** For the end of a message: names what was never on the command line, and nothing else. */
    String remark() {
      return switch (source) {
        case FLAG, DEFAULT -> "";
        case ENVIRONMENT -> " (from the environment variable " + place + ")";
        case FILE -> " (from " + place + ")";
      };
    }
  }

  /** A value that is not on the command line, and where it comes from. */
  private record Given(String value, Origin origin) {}

  @Override
  public @Nullable String defaultValue(ArgSpec argument) {
    Given given = argument instanceof OptionSpec option ? given(option) : null;
    return given == null ? null : given.value();
  }

  /** Where the value comes from that this parsing gave the option. */
  Origin originOf(ParseResult parsed, OptionSpec option) {
    return parsed.hasMatchedOption(option)
        ? new Origin(Source.FLAG, option.longestName())
        : originBeside(option);
  }

  /** The same where the option is not on the command line. */
  Origin originBeside(OptionSpec option) {
    Given given = given(option);
    return given == null ? new Origin(Source.DEFAULT, "") : given.origin();
  }

  /** A variable that is set to nothing counts as not set, as manifests often have it. */
  private @Nullable Given given(OptionSpec option) {
    if (option.usageHelp() || option.versionHelp()) {
      return null;
    }
    String variable = variable(option);
    String value = environment.getOrDefault(variable, "");
    if (!value.isEmpty()) {
      return new Given(value, new Origin(Source.ENVIRONMENT, variable));
    }
    SettingsFile.Entry entry = file.get(name(option));
    return entry == null
        ? null
        : new Given(String.join(",", entry.values()), new Origin(Source.FILE, entry.place()));
  }

  /**
   * The file of settings that is named by the arguments, or by the environment. It is needed before the arguments are parsed, since
   * what it holds are defaults.
   */
  static @Nullable Path file(List<String> arguments, Map<String, String> environment) {
    String named = unparsed(FILE, arguments, environment);
    return named.isEmpty() ? null : Path.of(named);
  }

  /** A setting's value as the arguments or the environment give it, before they are parsed; empty where they do not. */
  static String unparsed(String setting, List<String> arguments, Map<String, String> environment) {
    String flag = "--" + setting;
    String named = environment.getOrDefault(variable(setting), "");
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (argument.startsWith(flag + "=")) {
        named = argument.substring(flag.length() + 1);
      } else if (argument.equals(flag) && i + 1 < arguments.size()) {
        named = arguments.get(i + 1);
      }
    }
    return named;
  }

  static String variable(OptionSpec option) {
    return variable(name(option));
  }

  static String variable(String name) {
    return PREFIX + name.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  /** The flag's name as a file spells it. */
  static String name(OptionSpec option) {
    return option.longestName().replaceFirst("^-+", "");
  }
}
