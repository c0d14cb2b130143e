package io.gitscaler.importing;

import io.gitscaler.policyfile.YamlNode;
import io.gitscaler.policyfile.YamlNode.Mapping;
import io.gitscaler.policyfile.YamlNode.Sequence;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Programs and metrics of a Custom Pod Autoscaler as a policy has them: paths that lead to the root of its image lead to the policy's
 * folder, and metrics have a target.
 */
record CpaPrograms(Conversion conversion) {
  private static final Map<String, String> TARGET_VALUES =
      Map.of("Utilization", "averageUtilization", "AverageValue", "averageValue", "Value", "value");
  private static final String ANY_PERCENT = "100";
  private static final String ANY_VALUE = "1";

  /** The value of a setting; others than programs and metrics as they are. */
  YamlNode adapted(String name, YamlNode value) {
    YamlNode present = Nodes.withoutNulls(value);
    if (name.equals("kubernetesMetricSpecs") && present instanceof Sequence metrics) {
      List<YamlNode> complete = new ArrayList<>();
      metrics.items().forEach(metric -> complete.add(withTarget(metric)));
      return new Sequence(metrics.place(), metrics.tag(), complete);
    }
    return present instanceof Mapping program ? program(name, program) : present;
  }

  private Mapping program(String name, Mapping program) {
    Mapping shell = Nodes.mapping(program, "shell");
    if (shell == null) {
      return program;
    }
    Mapping moved = replaced(shell, "entrypoint", path(name, shell.get("entrypoint")));
    if (shell.get("command") instanceof Sequence command) {
      List<YamlNode> arguments = new ArrayList<>();
      command.items().forEach(argument -> arguments.add(beside(name, argument)));
      moved = replaced(moved, "command", new Sequence(command.place(), command.tag(), arguments));
    }
    return replaced(program, "shell", moved);
  }

  private @Nullable YamlNode path(String name, @Nullable YamlNode entrypoint) {
    YamlNode moved = entrypoint == null ? null : beside(name, entrypoint);
    // Without a slash it would be looked up on the PATH.
    String text = Conversion.text(moved);
    return moved == null || text == null || text.equals(Conversion.text(entrypoint))
        ? moved
        : Fields.text(moved.place(), "./" + text);
  }

  private YamlNode beside(String name, YamlNode argument) {
    String text = Conversion.text(argument);
    if (text == null || !text.startsWith("/")) {
      return argument;
    }
    String file = text.substring(text.lastIndexOf('/') + 1);
    if (!file.isEmpty() && Files.isRegularFile(conversion.manifest().folder().resolve(file))) {
      conversion.remark(
          "%s: %s is a path in the image; %s beside the policy stands instead."
              .formatted(name, text, file));
      return Fields.text(argument.place(), file);
    }
    conversion.remark(
        "%s: %s is a path in the image. Copy the file beside the policy and write the path from there."
            .formatted(name, text));
    return argument;
  }

  /** A target value has no meaning there, but every metric of a policy has one. */
  private YamlNode withTarget(YamlNode metric) {
    if (!(metric instanceof Mapping whole)) {
      return metric;
    }
    for (YamlNode.Entry entry : whole.entries()) {
      Mapping target =
          entry.value() instanceof Mapping block ? Nodes.mapping(block, "target") : null;
      String type = target == null ? null : target.text("type");
      String field = type == null ? null : TARGET_VALUES.get(type);
      String block = entry.name();
      if (target != null
          && field != null
          && block != null
          && entry.value() instanceof Mapping source
          && target.get(field) == null) {
        String value = field.equals("averageUtilization") ? ANY_PERCENT : ANY_VALUE;
        conversion.remark(
            "kubernetesMetricSpecs: a metric without %s gets %s. No decision of gitscaler depends on it."
                .formatted(field, value));
        List<YamlNode.Entry> entries = new ArrayList<>(target.entries());
        entries.addAll(new Fields(target.place()).put(field, value).mapping().entries());
        Mapping complete = new Mapping(target.place(), target.tag(), entries);
        return replaced(whole, block, replaced(source, "target", complete));
      }
    }
    return metric;
  }

  private static Mapping replaced(Mapping mapping, String name, @Nullable YamlNode value) {
    List<YamlNode.Entry> entries = new ArrayList<>();
    for (YamlNode.Entry entry : mapping.entries()) {
      entries.add(
          name.equals(entry.name()) && value != null
              ? new YamlNode.Entry(entry.key(), value)
              : entry);
    }
    return new Mapping(mapping.place(), mapping.tag(), entries);
  }
}
