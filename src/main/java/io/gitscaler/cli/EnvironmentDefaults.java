package io.gitscaler.cli;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Takes what the command line leaves open from the environment: {@code --policies-repo} from {@code GITSCALER_POLICIES_REPO}. */
final class EnvironmentDefaults implements IDefaultValueProvider {
  private static final String PREFIX = "GITSCALER_";

  private final Map<String, String> environment;

  EnvironmentDefaults(Map<String, String> environment) {
    this.environment = environment;
  }

  /** Where an option's value comes from, the strongest first. */
  enum Source {
    COMMAND_LINE,
    ENVIRONMENT,
    DEFAULT
  }

  @Override
  public @Nullable String defaultValue(ArgSpec argument) {
    return argument instanceof OptionSpec option ? value(option) : null;
  }

  Source sourceOf(ParseResult parsed, OptionSpec option) {
    if (parsed.hasMatchedOption(option)) {
      return Source.COMMAND_LINE;
    }
    return value(option) == null ? Source.DEFAULT : Source.ENVIRONMENT;
  }

  /** A variable that is set to nothing counts as not set, as manifests often have it. */
  private @Nullable String value(OptionSpec option) {
    if (option.usageHelp() || option.versionHelp()) {
      return null;
    }
    String value = environment.get(variable(option));
    return value == null || value.isEmpty() ? null : value;
  }

  static String variable(OptionSpec option) {
    String flag = option.longestName().replaceFirst("^-+", "");
    return PREFIX + flag.toUpperCase(Locale.ROOT).replace('-', '_');
  }
}
