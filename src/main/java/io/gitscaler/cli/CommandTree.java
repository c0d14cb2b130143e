package io.gitscaler.cli;

import io.gitscaler.cli.CommonOptions.Color;
import io.gitscaler.cli.CommonOptions.LogFormat;
import io.gitscaler.cli.CommonOptions.LogLevel;
import io.gitscaler.cli.OutputOptions.Format;
import io.gitscaler.cli.PolicyOptions.Signatures;
import io.gitscaler.cli.usecase.SettingsFile;
import io.gitscaler.policy.PolicyProblem;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The commands. A model of a command costs start-up time, so only the one that was asked for gets a full one. */
final class CommandTree {
  private static final Map<String, Entry> COMMANDS = new LinkedHashMap<>();

  static {
    add("run", "One run: what the CronJob starts.", RunCommand::new);
    add("plan", "Show what a run would do now. Writes nothing anywhere.", PlanCommand::new);
    add("lint", "Check policies offline.", LintCommand::new);
    add("explain", "Tell how a decision came about.", ExplainCommand::new);
    add("status", "Tell how the last runs went. Only reads.", StatusCommand::new);
    add("try", "Run one policy's programs once. Scales nothing.", TryCommand::new);
    add("import", "Turn manifests of other autoscalers into policies.", ImportCommand::new);
    add("autoscale", "Print the policy for a target, as kubectl autoscale.", AutoscaleCommand::new);
    add("program-runner", "Run programs for runs elsewhere.", ProgramRunnerCommand::new);
    add("demo", "Show the whole loop, without any set-up.", DemoCommand::new);
    add(
        "config",
        "Show which settings are in force, and where each comes from.",
        ConfigCommand::new);
    add("manifests", "Print the Roles that policies need.", ManifestsCommand::new);
    add("schema", "Print the JSON Schema of a policy.", SchemaCommand::new);
    add("completion", "Print a completion script for bash and zsh.", CompletionCommand::new);
  }

  private CommandTree() {}

  private record Entry(String header, Function<Session, GitscalerCommand> command) {}

  private static void add(String name, String header, Function<Session, GitscalerCommand> command) {
    COMMANDS.put(name, new Entry(header, command));
  }

  static Set<String> names() {
    return COMMANDS.keySet();
  }

  /** All commands in full. */
  static CommandLine complete(Session session) {
    return build(session, names());
  }

  /**
   * The commands that these arguments name in full, the others by name only; with what the environment and the file of settings
   * say.
   *
   * @throws WrongSettingsException where the file cannot be used
   */
  static CommandLine of(Session session, List<String> arguments) {
    CommandLine root = build(session, arguments);
    boolean helps = arguments.contains("--help") || arguments.contains("-h");
    Optional<String> command = arguments.stream().filter(COMMANDS::containsKey).findFirst();
    // Help must come whatever the environment holds.
    root.setDefaultValueProvider(
        command.isEmpty() || helps
            ? new Settings(Map.of(), List.of())
            : settings(session, arguments, command.get()));
    return root;
  }

  /** The names that a line of a file of settings may begin with. */
  static NavigableSet<String> settingNames(Session session) {
    NavigableSet<String> names = new TreeSet<>();
    for (CommandLine command : complete(session).getSubcommands().values()) {
      command.getCommandSpec().options().stream()
          .filter(option -> !option.usageHelp())
          .forEach(option -> names.add(Settings.name(option)));
    }
    names.remove(Settings.FILE);
    return names;
  }

  private static Settings settings(Session session, List<String> arguments, String command) {
    Map<String, String> environment = session.environment();
    Path named = Settings.file(arguments, environment);
    if (named == null) {
      return new Settings(environment, List.of());
    }
    SettingsFile file = session.useCases().settings(named);
    CommandLine trial = converting(new CommandLine(entry(command).command().apply(session)));
    List<PolicyProblem> problems =
        new SettingsCheck(trial, () -> settingNames(session)).problems(file);
    if (!problems.isEmpty()) {
      throw new WrongSettingsException(problems);
    }
    return new Settings(environment, file.entries());
  }

  private static Entry entry(String command) {
    return Objects.requireNonNull(COMMANDS.get(command));
  }

  private static CommandLine build(Session session, Collection<String> inFull) {
    CommandLine root = new CommandLine(new RootCommand());
    COMMANDS.forEach(
        (name, entry) -> {
          boolean full = inFull.contains(name);
          CommandLine command =
              new CommandLine(full ? entry.command().apply(session) : CommandSpec.create());
          command.getCommandSpec().usageMessage().header(entry.header());
          root.addSubcommand(name, command);
          if (full) {
            layOut(command);
          }
        });
    UsageMessageSpec usage = root.getCommandSpec().usageMessage();
    usage.headerHeading("").commandListHeading("%nCommands:%n").optionListHeading("%nOptions:%n");
    usage.footerHeading("%n");
    root.setExpandAtFiles(false);
    return converting(root);
  }

  private static CommandLine converting(CommandLine command) {
    command.registerConverter(Format.class, new WordConverter<>(Format.class));
    command.registerConverter(Color.class, new WordConverter<>(Color.class));
    command.registerConverter(LogFormat.class, new WordConverter<>(LogFormat.class));
    command.registerConverter(LogLevel.class, new WordConverter<>(LogLevel.class));
    command.registerConverter(Signatures.class, new WordConverter<>(Signatures.class));
    return command;
  }

  private static void layOut(CommandLine command) {
    UsageMessageSpec usage = command.getCommandSpec().usageMessage();
    usage
        .abbreviateSynopsis(true)
        .sortOptions(false)
        .synopsisHeading("%nUsage: ")
        .parameterListHeading("%n")
        .footerHeading("%n");
    usage.sectionMap().put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, new OptionSections());
  }
}
