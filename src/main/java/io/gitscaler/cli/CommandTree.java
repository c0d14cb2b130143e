package io.gitscaler.cli;

import io.gitscaler.cli.CommonOptions.Color;
import io.gitscaler.cli.CommonOptions.LogFormat;
import io.gitscaler.cli.CommonOptions.LogLevel;
import io.gitscaler.cli.OutputOptions.Format;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    add("try", "Run one policy's programs once. Scales nothing.", TryCommand::new);
    add("import", "Turn manifests of other autoscalers into policies.", ImportCommand::new);
    add("autoscale", "Print the policy for a target, as kubectl autoscale.", AutoscaleCommand::new);
    add("demo", "Show the whole loop, without any set-up.", DemoCommand::new);
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
    return of(session, List.copyOf(names()));
  }

  /** The commands that these arguments name in full, the others by name only. */
  static CommandLine of(Session session, List<String> arguments) {
    CommandLine root = new CommandLine(new RootCommand());
    COMMANDS.forEach(
        (name, entry) -> {
          boolean full = arguments.contains(name);
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
    boolean helps = arguments.contains("--help") || arguments.contains("-h");
    // Help must come whatever the environment holds.
    Map<String, String> environment = helps ? Map.of() : session.environment();
    root.setDefaultValueProvider(new EnvironmentDefaults(environment));
    root.registerConverter(Format.class, new WordConverter<>(Format.class));
    root.registerConverter(Color.class, new WordConverter<>(Color.class));
    root.registerConverter(LogFormat.class, new WordConverter<>(LogFormat.class));
    root.registerConverter(LogLevel.class, new WordConverter<>(LogLevel.class));
    root.setExpandAtFiles(false);
    return root;
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
