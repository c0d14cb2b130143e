package io.gitscaler.importing;

import io.gitscaler.policyfile.YamlDocuments;
import io.gitscaler.policyfile.YamlNode;
import io.gitscaler.policyfile.YamlNode.Mapping;
import io.gitscaler.policyfile.YamlNode.Scalar;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a Custom Pod Autoscaler: those of its {@code config.yaml}, and those of the manifest, which reach it as
 * environment variables and win.
 */
final class CpaSettings {
  private static final String STANDARD_FILE = "config.yaml";

  /** Settings that are written as YAML in the text of a variable. */
  private static final Set<String> STRUCTURED =
      Set.of(
          "metric",
          "evaluate",
          "preMetric",
          "postMetric",
          "preEvaluate",
          "postEvaluate",
          "preScale",
          "postScale",
          "kubernetesMetricSpecs",
          "apiConfig",
          "scaleTargetRef");

  private static final Set<String> SINGLE =
      Set.of(
          "minReplicas",
          "maxReplicas",
          "runMode",
          "requireKubernetesMetrics",
          "downscaleStabilization",
          "cpuInitializationPeriod",
          "initialReadinessDelay",
          "interval",
          "startTime",
          "logVerbosity",
          "namespace",
          "configPath");

  private final Conversion conversion;
  private final Map<String, YamlNode> settings = new LinkedHashMap<>();
  private final Map<String, YamlNode> variables = new LinkedHashMap<>();

  private CpaSettings(Conversion conversion) {
    this.conversion = conversion;
  }

  static CpaSettings read(Conversion conversion, @Nullable YamlNode config) {
    CpaSettings read = new CpaSettings(conversion);
    Nodes.items(config).forEach(read::variable);
    read.file(config);
    return read;
  }

  /** The setting, for once. */
  @Nullable YamlNode take(String name) {
    return settings.remove(name);
  }

  /** What the autoscaler itself does not know, as entries of {@code env}. */
  Map<String, YamlNode> variables() {
    return variables;
  }

  private void variable(YamlNode item) {
    String name = item instanceof Mapping entry ? entry.text("name") : null;
    YamlNode value = item instanceof Mapping entry ? entry.get("value") : null;
    if (name == null || !(value instanceof Scalar scalar)) {
      conversion.fault(
          item.place(), "spec.config", "An entry has a name and a text as its value. Correct it.");
    } else if (SINGLE.contains(name)) {
      settings.put(name, Fields.word(scalar.place(), scalar.text()));
    } else if (STRUCTURED.contains(name)) {
      structured(name, scalar);
    } else {
      variables.put(
          name,
          new Fields(item.place())
              .put("name", Fields.text(item.place(), name))
              .put("value", Fields.text(scalar.place(), scalar.text()))
              .mapping());
    }
  }

  private void structured(String name, Scalar value) {
    YamlDocuments documents = YamlDocuments.of(value.text());
    if (documents.fault() != null || documents.documents().size() != 1) {
      conversion.fault(
          value.place(), "spec.config." + name, "The value is not valid YAML. Correct it.");
    } else {
      settings.put(name, Nodes.at(value.place(), documents.documents().getFirst()));
    }
  }

  private void file(@Nullable YamlNode config) {
    Manifest manifest = conversion.manifest();
    String given = Conversion.text(settings.get("configPath"));
    String name = given == null ? STANDARD_FILE : given.substring(given.lastIndexOf('/') + 1);
    Path file = manifest.folder().resolve(name);
    if (!Files.isRegularFile(file)) {
      if (!settings.containsKey("metric") || !settings.containsKey("evaluate")) {
        conversion.fault(
            config == null ? manifest.object().place() : config.place(),
            "",
            "There is no %s beside the manifest, and spec.config does not name metric and evaluate. Copy it out of the autoscaler's image."
                .formatted(name));
      }
      return;
    }
    Path folder = Path.of(manifest.file()).getParent();
    content(file, folder == null ? name : folder.resolve(name).toString());
  }

  private void content(Path file, String name) {
    YamlDocuments documents = YamlDocuments.read(file);
    YamlDocuments.Fault fault = documents.fault();
    if (fault != null) {
      conversion.fault(
          conversion.manifest().object().place(),
          "",
          "%s:%d:%d: %s"
              .formatted(name, fault.place().line(), fault.place().column(), fault.message()));
      return;
    }
    for (YamlNode document : documents.documents()) {
      conversion.standsIn(name, document);
      if (document instanceof Mapping mapping) {
        mapping.entries().forEach(entry -> setting(name, entry));
      }
    }
  }

  private void setting(String file, YamlNode.Entry entry) {
    String name = entry.name();
    if (name == null || Nodes.isNull(entry.value())) {
      return;
    }
    if (SINGLE.contains(name) || STRUCTURED.contains(name)) {
      settings.putIfAbsent(name, entry.value());
    } else {
      conversion.remark(
          "%s in %s is no setting of the Custom Pod Autoscaler and is left out."
              .formatted(name, file));
    }
  }
}
