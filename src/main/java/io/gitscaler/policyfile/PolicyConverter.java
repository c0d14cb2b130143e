package io.gitscaler.policyfile;

import io.gitscaler.policy.HookPoint;
import io.gitscaler.policy.MetricSpec;
import io.gitscaler.policy.Pause;
import io.gitscaler.policy.PodReadiness;
import io.gitscaler.policy.PolicyId;
import io.gitscaler.policy.PolicyOrigin;
import io.gitscaler.policy.Program;
import io.gitscaler.policy.ReplicaBounds;
import io.gitscaler.policy.ScalingMethod;
import io.gitscaler.policy.ScalingPolicy;
import io.gitscaler.policy.TargetRef;
import io.gitscaler.policyfile.PolicyDocument.PauseDocument;
import io.gitscaler.policyfile.PolicyDocument.ProgramDocument;
import io.gitscaler.policyfile.PolicyDocument.Spec;
import io.gitscaler.policyfile.YamlNode.Mapping;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns a document into a policy: fills in the defaults that depend on other fields, and checks what concerns more than one field.
 * Every problem is noted, whatever else is wrong; so there is a policy only where there is no problem.
 */
final class PolicyConverter {
  /** Fields that a policy with metrics must not have. */
  static final List<String> ONLY_WITH_PROGRAMS =
      List.of(
          "metric",
          "evaluate",
          "runMode",
          "kubernetesMetricSpecs",
          "requireKubernetesMetrics",
          "preMetric",
          "postMetric",
          "preEvaluate",
          "postEvaluate");

  /** Fields that a policy with programs must not have. */
  static final List<String> ONLY_WITH_METRICS = List.of("metrics", "tolerance");

  private static final int MAX_REPLICAS_WITH_PROGRAMS = 10;
  private static final Duration STABILIZATION_WITH_METRICS = Duration.ofMinutes(5);

  private final Binding binding;
  private final ProgramFiles files;
  private final ProgramConverter programs;
  private final MetricConverter metrics;

  PolicyConverter(Binding binding, ProgramFiles files) {
    this.binding = binding;
    this.files = files;
    this.programs = new ProgramConverter(binding, files);
    this.metrics = new MetricConverter(binding, programs);
  }

  /** The target as far as it can be read; for policies with problems, too. */
  static @Nullable TargetRef target(PolicyDocument document) {
    Spec spec = document.spec();
    PolicyDocument.ScaleTarget target = spec == null ? null : spec.scaleTargetRef();
    if (target == null) {
      return null;
    }
    String apiVersion = target.apiVersion();
    String kind = target.kind();
    String name = target.name();
    return apiVersion == null || kind == null || name == null
        ? null
        : new TargetRef(apiVersion, kind, name);
  }

  /** The policy, or null where the document has problems. */
  @Nullable ScalingPolicy convert(
      PolicyDocument document, Mapping mapping, @Nullable PolicyId id, PolicyOrigin origin) {
    Spec spec = document.spec();
    if (spec == null) {
      return null;
    }
    boolean byMetrics = binding.has(spec, "metrics");
    TargetRef target = target(document);
    ReplicaBounds bounds = bounds(spec, byMetrics);
    Pause pause = pause(spec);
    ScalingMethod method = byMetrics ? byMetrics(spec) : byPrograms(spec);
    Duration stabilization = stabilization(spec, byMetrics);
    Map<HookPoint, Program> hooks = hooks(spec);
    Map<String, @Nullable String> env = new VariablesConverter(binding).convert(spec.env());
    BehaviorDocument behavior = spec.behavior();
    if (!binding.complaints().isEmpty()
        || id == null
        || target == null
        || bounds == null
        || method == null) {
      return null;
    }
    return new ScalingPolicy(
        id,
        origin,
        target,
        bounds,
        spec.mode(),
        pause,
        method,
        behavior == null ? null : BehaviorConverter.convert(behavior, stabilization),
        stabilization,
        new PodReadiness(spec.cpuInitializationPeriod(), spec.initialReadinessDelay()),
        hooks,
        env,
        Fingerprint.of(origin.file(), mapping, files.found()));
  }

  private @Nullable ReplicaBounds bounds(Spec spec, boolean byMetrics) {
    Integer max = spec.maxReplicas();
    int min = spec.minReplicas();
    if (max == null && binding.meant(spec, "maxReplicas")) {
      return null;
    }
    if (max == null && byMetrics) {
      binding.problem(
          spec, "maxReplicas", "The field is missing. With metrics it is required: add it.");
      return null;
    }
    if (max == null && min > MAX_REPLICAS_WITH_PROGRAMS) {
      binding.problem(
          spec,
          "minReplicas",
          min + " is above the default maxReplicas of 10. Add maxReplicas or lower minReplicas.");
      return null;
    }
    int most = max == null ? MAX_REPLICAS_WITH_PROGRAMS : max;
    if (most < min) {
      binding.problem(
          spec,
          "maxReplicas",
          most + " is below minReplicas " + min + ". Raise maxReplicas or lower minReplicas.");
      return null;
    }
    return new ReplicaBounds(min, most);
  }

  private @Nullable Pause pause(Spec spec) {
    PauseDocument document = spec.pause();
    String reason = document == null ? null : document.reason();
    if (document == null) {
      return null;
    }
    Integer replicas = document.replicas();
    Integer max = spec.maxReplicas();
    if (max == null && !binding.has(spec, "metrics") && !binding.meant(spec, "maxReplicas")) {
      max = MAX_REPLICAS_WITH_PROGRAMS;
    }
    if (replicas != null && max != null && replicas > max) {
      binding.problem(
          document,
          "replicas",
          replicas + " is above maxReplicas " + max + ". Lower it or raise maxReplicas.");
    }
    return reason == null ? null : new Pause(replicas, reason, document.until());
  }

  private @Nullable ScalingMethod byMetrics(Spec spec) {
    for (String field : ONLY_WITH_PROGRAMS) {
      if (binding.has(spec, field)) {
        binding.misplaced(
            spec,
            field,
            field.equals("metric") || field.equals("evaluate")
                ? "The policy has metrics, too. Keep either metrics, or metric and evaluate."
                : "This has no effect with metrics. Remove it.");
      }
    }
    List<MetricSpec> specs = metrics.convert(spec.metrics());
    boolean readable = specs.size() == spec.metrics().size();
    if (spec.minReplicas() == 0
        && readable
        && binding.has(spec, "minReplicas")
        && specs.stream().noneMatch(MetricSpec::needsNoPods)) {
      binding.problem(
          spec,
          "minReplicas",
          "0 needs a metric that can be read without pods. Write 1 or add an Object, External or"
              + " per-resource Command metric.");
    }
    return specs.isEmpty() ? null : new ScalingMethod.ByMetrics(specs, spec.tolerance());
  }

  private @Nullable ScalingMethod byPrograms(Spec spec) {
    boolean measures = binding.meant(spec, "metric");
    boolean decides = binding.meant(spec, "evaluate");
    if (!measures && !decides && !binding.meant(spec, "metrics")) {
      binding.problem(
          spec,
          "",
          "The policy neither measures nor decides. Add metrics, or metric and evaluate.");
    } else if (measures && !decides) {
      binding.misplaced(
          spec,
          "metric",
          "There is no evaluate to decide. Add it, or use metrics with a metric of type Command.");
    } else if (decides && !measures) {
      binding.misplaced(spec, "evaluate", "There is no metric to measure. Add it.");
    }
    if (binding.has(spec, "tolerance")) {
      binding.misplaced(spec, "tolerance", "This has no effect with programs. Remove it.");
    }
    checkBehaviorTolerance(spec.behavior());
    for (MetricDocument document : spec.kubernetesMetricSpecs()) {
      if (document.type() == MetricDocument.Type.COMMAND) {
        binding.problem(
            document,
            "type",
            "A Command is not a metric of Kubernetes. Measure it in the metric program.");
      }
    }
    List<MetricSpec> specs = metrics.convert(spec.kubernetesMetricSpecs());
    Program metric = programs.convert(spec.metric());
    Program evaluate = programs.convert(spec.evaluate());
    return metric == null || evaluate == null
        ? null
        : new ScalingMethod.ByPrograms(
            spec.runMode(), metric, evaluate, specs, spec.requireKubernetesMetrics());
  }

  private void checkBehaviorTolerance(@Nullable BehaviorDocument behavior) {
    if (behavior != null) {
      checkTolerance(behavior.scaleUp());
      checkTolerance(behavior.scaleDown());
    }
  }

  private void checkTolerance(BehaviorDocument.@Nullable Rules rules) {
    if (rules != null && binding.has(rules, "tolerance")) {
      binding.misplaced(rules, "tolerance", "This has no effect with programs. Remove it.");
    }
  }

  private static Duration stabilization(Spec spec, boolean byMetrics) {
    Duration given = spec.downscaleStabilization();
    return given != null ? given : byMetrics ? STABILIZATION_WITH_METRICS : Duration.ZERO;
  }

  private Map<HookPoint, Program> hooks(Spec spec) {
    Map<HookPoint, Program> hooks = new EnumMap<>(HookPoint.class);
    for (HookPoint point : HookPoint.values()) {
      Program program = programs.convert(hook(spec, point));
      if (program != null) {
        hooks.put(point, program);
      }
    }
    return hooks;
  }

  private static @Nullable ProgramDocument hook(Spec spec, HookPoint point) {
    return switch (point) {
      case PRE_METRIC -> spec.preMetric();
      case POST_METRIC -> spec.postMetric();
      case PRE_EVALUATE -> spec.preEvaluate();
      case POST_EVALUATE -> spec.postEvaluate();
      case PRE_SCALE -> spec.preScale();
      case POST_SCALE -> spec.postScale();
    };
  }
}
