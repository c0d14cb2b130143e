package io.gitscaler.reconcile;

import io.gitscaler.audit.PolicyResult;
import io.gitscaler.audit.Step;
import io.gitscaler.audit.Stop;
import io.gitscaler.decision.KubernetesMetrics;
import io.gitscaler.decision.ReasonCode;
import io.gitscaler.failure.FailureKind;
import io.gitscaler.failure.OutsideFailure;
import io.gitscaler.metric.Measurement;
import io.gitscaler.metric.MetricQuery;
import io.gitscaler.policy.HookPoint;
import io.gitscaler.policy.MetricSpec;
import io.gitscaler.policy.PolicyId;
import io.gitscaler.policy.Program;
import io.gitscaler.policy.RunMode;
import io.gitscaler.policy.ScalingMethod;
import io.gitscaler.program.KubernetesMetric;
import io.gitscaler.program.ProgramCall;
import io.gitscaler.program.ProgramInput;
import io.gitscaler.program.ProgramRun;
import io.gitscaler.program.ProgramStep;
import io.gitscaler.program.ResourceValue;
import io.gitscaler.program.RunType;
import io.gitscaler.workload.ClusterSnapshot;
import io.gitscaler.workload.PodSnapshot;
import io.gitscaler.workload.Sight;
import io.gitscaler.workload.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Measures: joins what was read in bulk, and runs the programs that measure. */
record MeasureStep(
    ClusterSnapshot snapshot, Map<MetricQuery, Measurement> readings, PolicyPrograms programs) {
  PolicyResult measure(PolicyResult observed) {
    return switch (observed.policy().method()) {
      case ScalingMethod.ByMetrics method -> byMetrics(observed, method);
      case ScalingMethod.ByPrograms method -> byPrograms(observed, method);
    };
  }

  /** The metrics of a policy that are read in bulk. */
  static List<MetricQuery> queries(PolicyResult observed) {
    Workload workload = Objects.requireNonNull(observed.workload());
    List<MetricSpec> specs =
        switch (observed.policy().method()) {
          case ScalingMethod.ByMetrics method -> method.metrics();
          case ScalingMethod.ByPrograms method -> method.kubernetesMetrics();
        };
    return specs.stream()
        .filter(spec -> !(spec instanceof MetricSpec.Command))
        .map(spec -> new MetricQuery(observed.policy(), workload, spec))
        .toList();
  }

  private PolicyResult byMetrics(PolicyResult observed, ScalingMethod.ByMetrics method) {
    Stop shared = sharedPods(observed);
    if (shared != null) {
      return observed.with(shared);
    }
    PolicyResult measured = observed;
    List<Measurement> measurements = new ArrayList<>();
    for (MetricSpec spec : method.metrics()) {
      if (spec instanceof MetricSpec.Command command) {
        List<ProgramRun> runs = new ArrayList<>();
        measurements.add(command(observed, command, runs));
        measured = measured.plus(runs);
      } else {
        measurements.add(reading(observed, spec));
      }
    }
    return measured.withMeasurements(measurements);
  }

  /** A failing program of a Command metric makes that metric unavailable; it does not stop the policy. */
  private Measurement command(
      PolicyResult observed, MetricSpec.Command spec, List<ProgramRun> runs) {
    RunType runType = programs.runTypeFor(observed);
    List<ProgramCall> calls;
    try {
      calls = calls(observed, spec.runMode(), ProgramStep.COMMAND, spec.program(), null, runType);
    } catch (OutsideFailure failure) {
      return new Measurement.Unavailable(Measurement.Why.READ_FAILED, failure.sentence());
    }
    runs.addAll(programs.runner().runAll(calls));
    return CommandMetrics.measurement(spec, runs, observed.at());
  }

  private PolicyResult byPrograms(PolicyResult observed, ScalingMethod.ByPrograms method) {
    RunType runType = programs.runTypeFor(observed);
    String target = document(observed);
    List<KubernetesMetric> metrics = null;
    if (!method.kubernetesMetrics().isEmpty()) {
      KubernetesMetrics gathered = gather(observed, method);
      if (method.requireKubernetesMetrics() && !gathered.failures().isEmpty()) {
        return observed.with(gatherFailed(gathered.failures().getFirst()));
      }
      metrics = gathered.metrics();
    }
    ProgramInput before = new ProgramInput.ForMetric(target, metrics, null, runType);
    PolicyResult result = programs.hook(observed, HookPoint.PRE_METRIC, Step.MEASURE, before);
    if (result.stop() != null) {
      return result;
    }
    try {
      result =
          programs.run(
              result,
              Step.MEASURE,
              calls(
                  result, method.runMode(), ProgramStep.METRIC, method.metric(), metrics, runType));
    } catch (OutsideFailure failure) {
      return result.with(new Stop(Step.MEASURE, ReasonCode.FailedGetPods, failure.sentence()));
    }
    ProgramInput after = new ProgramInput.ForMetric(target, metrics, answers(result), runType);
    return programs.hook(result, HookPoint.POST_METRIC, Step.MEASURE, after);
  }

  /** What the metric program answered, in the order of the calls. */
  static List<ResourceValue> answers(PolicyResult measured) {
    return measured.programs().stream()
        .filter(run -> run.step() == ProgramStep.METRIC)
        .map(run -> new ResourceValue(run.resource(), run.handedOn(), run.answer()))
        .toList();
  }

  static String document(PolicyResult observed) {
    Workload workload = Objects.requireNonNull(observed.workload());
    return Objects.requireNonNull(
        workload.document(), "a policy with programs is observed with its document");
  }

  private List<ProgramCall> calls(
      PolicyResult observed,
      RunMode mode,
      ProgramStep step,
      Program program,
      @Nullable List<KubernetesMetric> metrics,
      RunType runType) {
    if (mode == RunMode.PER_RESOURCE) {
      ProgramInput input = new ProgramInput.ForMetric(document(observed), metrics, null, runType);
      return List.of(
          new ProgramCall(
              observed.policy(), step, program, observed.policy().target().name(), input));
    }
    return pods(observed).orThrow().stream()
        .map(
            pod -> {
              String resource =
                  Objects.requireNonNull(pod.document(), "pods of per-pod programs have documents");
              ProgramInput input = new ProgramInput.ForMetric(resource, metrics, null, runType);
              return new ProgramCall(observed.policy(), step, program, pod.name(), input);
            })
        .toList();
  }

  private Sight<List<PodSnapshot>> pods(PolicyResult observed) {
    return snapshot.pods(Objects.requireNonNull(observed.workload()));
  }

  private KubernetesMetrics gather(PolicyResult observed, ScalingMethod.ByPrograms method) {
    List<Measurement> measurements =
        method.kubernetesMetrics().stream().map(spec -> reading(observed, spec)).toList();
    return KubernetesMetrics.gather(
        observed.policy(),
        Objects.requireNonNull(observed.workload()),
        pods(observed),
        method.kubernetesMetrics(),
        measurements,
        observed.at());
  }

  private static Stop gatherFailed(KubernetesMetrics.Failure failure) {
    return new Stop(Step.MEASURE, failure.reason(), failure.sentence());
  }

  private Measurement reading(PolicyResult observed, MetricSpec spec) {
    Workload workload = Objects.requireNonNull(observed.workload());
    Measurement reading = readings.get(new MetricQuery(observed.policy(), workload, spec));
    return Objects.requireNonNull(reading, "every metric that was asked for has an answer");
  }

  private @Nullable Stop sharedPods(PolicyResult observed) {
    return switch (snapshot.sharingPods(observed.policy())) {
      case Sight.Unseen<List<PolicyId>> unseen ->
          new Stop(Step.OBSERVE, reason(unseen.failure()), unseen.failure().sentence());
      case Sight.Seen<List<PolicyId>> seen -> {
        if (seen.value().isEmpty()) {
          yield null;
        }
        yield new Stop(
            Step.OBSERVE,
            ReasonCode.AmbiguousSelector,
            "The pods of "
                + observed.policy().target()
                + " are selected by the targets of "
                + seen.value()
                + ", too, so that each pod would count twice."
                + " Make the selectors of the targets disjoint.");
      }
    };
  }

  /** A selector that makes no sense is one thing; pods that could not be looked at are another. */
  private static ReasonCode reason(OutsideFailure failure) {
    return failure.kind() == FailureKind.UNUSABLE
        ? ReasonCode.InvalidSelector
        : ReasonCode.FailedGetPods;
  }
}
