package io.gitscaler.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Layout;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.OptionSpec;

/** Lists a command's options by what they are about. */
final class OptionSections implements IHelpSectionRenderer {
  private static final Map<Class<?>, String> HEADINGS = new LinkedHashMap<>();

  static {
    HEADINGS.put(PolicyOptions.class, "Policies");
    HEADINGS.put(AuditOptions.class, "Trail");
    HEADINGS.put(GitOptions.class, "Git");
    HEADINGS.put(ClusterOptions.class, "Cluster");
    HEADINGS.put(StateOptions.class, "Cluster");
    HEADINGS.put(ShardCountOptions.class, "Shards");
    HEADINGS.put(KnownShardsOptions.class, "Shards");
    HEADINGS.put(ShardOptions.class, "Shards");
    HEADINGS.put(ProgramOptions.class, "Programs");
    HEADINGS.put(RhythmOptions.class, "Pace");
    HEADINGS.put(DeadlineOptions.class, "Pace");
    HEADINGS.put(MetricsOptions.class, "Metrics");
    HEADINGS.put(ReportOptions.class, "Result");
    HEADINGS.put(OutputOptions.class, "Result");
    HEADINGS.put(CommonOptions.class, "General");
  }

  @Override
  public String render(Help help) {
    List<OptionSpec> all = help.commandSpec().options();
    StringBuilder text = new StringBuilder();
    of(all)
        .forEach(
            (heading, options) -> {
              if (!options.isEmpty()) {
                Layout layout = help.createDefaultLayout(all, List.of(), help.colorScheme());
                layout.addOptions(options, help.createDefaultParamLabelRenderer());
                text.append("\n").append(heading).append(":\n").append(layout);
              }
            });
    return text.toString();
  }

  /** The options under their headings, in the order in which they are listed. */
  static Map<String, List<OptionSpec>> of(List<OptionSpec> options) {
    Map<String, List<OptionSpec>> sections = new LinkedHashMap<>();
    sections.put("Options", new ArrayList<>());
    HEADINGS.values().forEach(heading -> sections.put(heading, new ArrayList<>()));
    for (OptionSpec option : options) {
      Objects.requireNonNull(sections.get(heading(option))).add(option);
    }
    return sections;
  }

  /** By the class in which an option is written. */
  private static String heading(OptionSpec option) {
    return option.userObject() instanceof java.lang.reflect.Field field
        ? HEADINGS.getOrDefault(field.getDeclaringClass(), "Options")
        : "Options";
  }
}
