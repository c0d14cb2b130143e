package io.gitscaler.importing;

import io.gitscaler.policyfile.PolicyDraft;
import io.gitscaler.policyfile.YamlNode;
import io.gitscaler.policyfile.YamlNode.Mapping;
import io.gitscaler.policyfile.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns a CustomPodAutoscaler and the {@code config.yaml} beside it into a policy. The defaults of the fields that both know are the
 * same, so what is not written stays so.
 *
 * @see <a href="https://custom-pod-autoscaler.readthedocs.io/en/latest/reference/configuration/">its configuration reference</a>
 */
final class CpaConverter {
  private static final Set<String> FIELDS =
      Set.of(
          "scaleTargetRef",
          "template",
          "config",
          "provisionRole",
          "provisionRoleBinding",
          "provisionServiceAccount",
          "provisionPod",
          "roleRequiresMetricsServer",
          "roleRequiresArgoRollouts");

  /** Settings that mean the same in a policy, in the order in which they are written there. */
  private static final List<String> SAME =
      List.of(
          "minReplicas",
          "maxReplicas",
          "runMode",
          "metric",
          "evaluate",
          "kubernetesMetricSpecs",
          "requireKubernetesMetrics",
          "preMetric",
          "postMetric",
          "preEvaluate",
          "postEvaluate",
          "preScale",
          "postScale",
          "downscaleStabilization",
          "cpuInitializationPeriod",
          "initialReadinessDelay");

  private static final Map<String, String> DIFFERENT =
      Map.of(
          "interval",
          "interval is %s ms there; here the CronJob's schedule, --passes and --interval say how often"
              + " a policy is looked at.",
          "startTime",
          "startTime (%s) is left out: the CronJob's schedule says when a run starts.",
          "logVerbosity",
          "logVerbosity (%s) is left out: use --log-level.",
          "apiConfig",
          "apiConfig is left out, because there is no server: gitscaler plan and gitscaler try answer"
              + " what its API did.");

  private final Conversion conversion;
  private final CpaPrograms programs;

  CpaConverter(Conversion conversion) {
    this.conversion = conversion;
    this.programs = new CpaPrograms(conversion);
  }

  PolicyDraft convert() {
    Mapping object = conversion.manifest().object();
    Mapping spec = conversion.mapping(object.get("spec"), "spec");
    Fields policy = new Fields(spec == null ? object.place() : spec.place());
    if (spec == null) {
      return conversion.draft(policy);
    }
    Map<String, YamlNode> fields = conversion.fields(spec, "spec", FIELDS);
    CpaSettings settings = CpaSettings.read(conversion, fields.get("config"));
    policy.put(
        "scaleTargetRef",
        new Targets(conversion).of(fields.get("scaleTargetRef"), "spec.scaleTargetRef"));
    for (String name : SAME) {
      YamlNode value = settings.take(name);
      policy.put(name, value == null ? null : programs.adapted(name, value));
    }
    DIFFERENT.forEach(
        (name, sentence) -> {
          YamlNode value = settings.take(name);
          if (value != null) {
            conversion.remark(sentence.formatted(Conversion.text(value)));
          }
        });
    settings.take("namespace"); // The operator sets it to the manifest's own.
    settings.take("configPath");
    settings.take("scaleTargetRef");
    policy.put("env", environment(settings, fields.get("template")));
    template(fields.get("template"));
    roles(fields);
    return conversion.draft(policy);
  }

  /** Settings that the autoscaler itself does not know are there for its programs, and so is the environment of its container. */
  private @Nullable YamlNode environment(CpaSettings settings, @Nullable YamlNode template) {
    Map<String, YamlNode> variables = new LinkedHashMap<>(settings.variables());
    for (Mapping container : containers(template)) {
      for (YamlNode item : Nodes.items(container.get("env"))) {
        String name = item instanceof Mapping variable ? variable.text("name") : null;
        if (item instanceof Mapping variable && name != null) {
          variables.putIfAbsent(name, variable(variable, name));
        }
      }
      if (!Nodes.isNull(container.get("envFrom"))) {
        conversion.remark(
            "envFrom is left out. Name each variable that the programs need under env.");
      }
    }
    return variables.isEmpty()
        ? null
        : new Sequence(
            variables.values().iterator().next().place(),
            null,
            new ArrayList<>(variables.values()));
  }

  private YamlNode variable(Mapping variable, String name) {
    YamlNode value = variable.get("value");
    if (value == null) {
      conversion.remark(
          "The variable %s comes from elsewhere in the cluster. Give it to the CronJob's container in the same way; the policy passes it on."
              .formatted(name));
    }
    return new Fields(variable.place())
        .put("name", variable.get("name"))
        .put("value", Nodes.isNull(value) ? null : value)
        .mapping();
  }

  private static List<Mapping> containers(@Nullable YamlNode template) {
    Mapping spec = template instanceof Mapping mapping ? Nodes.mapping(mapping, "spec") : null;
    return Nodes.items(spec == null ? null : spec.get("containers")).stream()
        .filter(Mapping.class::isInstance)
        .map(Mapping.class::cast)
        .toList();
  }

  private void template(@Nullable YamlNode template) {
    for (Mapping container : containers(template)) {
      String image = container.text("image");
      if (image != null) {
        conversion.remark(
            "The programs are in the image %s. Copy them beside the policy, and see to it that the image of the CronJob has what they need to run."
                .formatted(image));
      }
      if (!Nodes.isNull(container.get("volumeMounts"))) {
        conversion.remark("The volumes are left out. Mount them into the CronJob's container.");
      }
    }
  }

  private void roles(Map<String, YamlNode> fields) {
    List<String> named =
        FIELDS.stream()
            .filter(name -> name.startsWith("provision") || name.startsWith("role"))
            .filter(fields::containsKey)
            .sorted()
            .toList();
    if (!named.isEmpty()) {
      conversion.remark(
          String.join(", ", named)
              + (named.size() == 1 ? " is" : " are")
              + " left out. Grant what is needed to the CronJob's service account.");
    }
  }
}
