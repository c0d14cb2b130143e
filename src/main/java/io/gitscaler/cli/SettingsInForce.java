package io.gitscaler.cli;

import io.gitscaler.cli.Settings.Origin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * The settings of a command as they were parsed, and where each comes from. Holds no secret: of those only whether they are set,
 * and no credentials of URLs.
 *
 * @param strangers variables with our beginning that nothing reads: most likely misspelled
 */
record SettingsInForce(List<Setting> settings, List<Secret> secrets, List<Stranger> strangers) {
  /** Variables that the launcher reads. */
  private static final List<String> OF_LAUNCHER = List.of("GITSCALER_JAVA", "GITSCALER_JAVA_OPTS");

  /** The variables that hold secrets; everything else that gitscaler reads may be shown. */
  private static final List<String> SECRET_VARIABLES =
      Stream.concat(
              GitOptions.TOKEN_VARIABLES.stream(),
              Stream.of(AuditOptions.PASSPHRASE_VARIABLE, MetricsOptions.TOKEN_VARIABLE))
          .toList();

  /**
   * One flag's value.
   *
   * @param value as a user would write it; null where there is none and no default
   */
  record Setting(String name, @Nullable String value, Origin origin) {}

  /** A secret that only a variable can hold. */
  record Secret(String variable, boolean isSet) {}

  /**
   * A variable that nothing reads.
   *
   * @param near what was probably meant
   */
  record Stranger(String variable, List<String> near) {}

  /**
   * What the last parsing came down to.
   *
   * @param names of the settings of all commands
   */
  static SettingsInForce of(
      CommandSpec command, Map<String, String> environment, Collection<String> names) {
    Settings provider = (Settings) command.defaultValueProvider();
    ParseResult parsed = command.commandLine().getParseResult();
    List<Setting> settings = new ArrayList<>();
    for (List<OptionSpec> section : OptionSections.of(command.options()).values()) {
      for (OptionSpec option : section) {
        if (option.usageHelp()) {
          continue;
        }
        Origin origin = provider.originOf(parsed, option);
        settings.add(
            new Setting(Settings.name(option), value(option, origin, parsed, provider), origin));
      }
    }
    List<Secret> secrets =
        SECRET_VARIABLES.stream()
            .map(name -> new Secret(name, !environment.getOrDefault(name, "").isEmpty()))
            .toList();
    return new SettingsInForce(settings, secrets, strangers(environment.keySet(), names));
  }

  private static @Nullable String value(
      OptionSpec option, Origin origin, ParseResult parsed, Settings provider) {
    String value =
        switch (origin.source()) {
          case FLAG -> String.join(",", parsed.matchedOption(option.longestName()).stringValues());
          case ENVIRONMENT, FILE -> provider.defaultValue(option);
          case DEFAULT -> spelled(option.getValue());
        };
    if (value == null || value.isEmpty()) {
      return null;
    }
    return GitUrl.holdsCredentials(value) ? Plain.withoutUserInfo(value) : value;
  }

  /** A default as a user would write it. */
  private static String spelled(@Nullable Object value) {
    return switch (value) {
      case null -> "";
      case Duration duration -> DurationConverter.spelled(duration);
      case ExitCode code -> code.word();
      case Enum<?> word -> Words.lower(word);
      case Collection<?> many ->
          many.stream().map(SettingsInForce::spelled).collect(Collectors.joining(","));
      default -> value.toString();
    };
  }

  private static List<Stranger> strangers(Collection<String> variables, Collection<String> names) {
    NavigableSet<String> known = new TreeSet<>(OF_LAUNCHER);
    known.addAll(SECRET_VARIABLES);
    names.forEach(name -> known.add(Settings.variable(name)));
    known.add(Settings.variable(Settings.FILE));
    return variables.stream()
        .filter(variable -> variable.startsWith(Settings.PREFIX) && !known.contains(variable))
        .sorted()
        .map(variable -> new Stranger(variable, Nearest.likely(variable, List.copyOf(known))))
        .toList();
  }
}
