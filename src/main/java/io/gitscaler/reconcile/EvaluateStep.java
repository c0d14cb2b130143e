package io.gitscaler.reconcile;

import io.gitscaler.audit.PolicyResult;
import io.gitscaler.audit.Step;
import io.gitscaler.decision.MetricEvaluation;
import io.gitscaler.decision.ProgramEvaluation;
import io.gitscaler.policy.HookPoint;
import io.gitscaler.policy.ScalingMethod;
import io.gitscaler.program.ProgramCall;
import io.gitscaler.program.ProgramInput;
import io.gitscaler.program.ProgramRun;
import io.gitscaler.program.ProgramStep;
import io.gitscaler.program.ResourceValue;
import io.gitscaler.program.RunType;
import io.gitscaler.workload.ClusterSnapshot;
import io.gitscaler.workload.Workload;
import java.util.List;
import java.util.Objects;

/** Turns measurements into a wish: by the HPA's algorithm, or by the team's evaluate program. */
record EvaluateStep(ClusterSnapshot snapshot, PolicyPrograms programs) {
  PolicyResult evaluate(PolicyResult measured) {
    return switch (measured.policy().method()) {
      case ScalingMethod.ByMetrics method -> byMetrics(measured, method);
      case ScalingMethod.ByPrograms method -> byProgram(measured, method);
    };
  }

  private PolicyResult byMetrics(PolicyResult measured, ScalingMethod.ByMetrics method) {
    Workload workload = Objects.requireNonNull(measured.workload());
    return measured.with(
        MetricEvaluation.evaluate(
            measured.policy(),
            method,
            workload,
            snapshot.pods(workload),
            measured.measurements(),
            measured.at()));
  }

  private PolicyResult byProgram(PolicyResult measured, ScalingMethod.ByPrograms method) {
    RunType runType = programs.runTypeFor(measured);
    List<ResourceValue> answers = MeasureStep.answers(measured);
    String target = MeasureStep.document(measured);
    ProgramInput input = new ProgramInput.ForEvaluation(answers, target, null, runType);
    PolicyResult result = programs.hook(measured, HookPoint.PRE_EVALUATE, Step.EVALUATE, input);
    if (result.stop() != null) {
      return result;
    }
    ProgramCall call =
        new ProgramCall(
            result.policy(),
            ProgramStep.EVALUATE,
            method.evaluate(),
            result.policy().target().name(),
            input);
    result = programs.run(result, Step.EVALUATE, List.of(call));
    if (result.stop() != null) {
      return result;
    }
    ProgramRun evaluation = result.programs().getLast();
    int asked = Objects.requireNonNull(evaluation.targetReplicas());
    ProgramInput after = new ProgramInput.ForEvaluation(answers, target, asked, runType);
    return programs
        .hook(result, HookPoint.POST_EVALUATE, Step.EVALUATE, after)
        .with(ProgramEvaluation.of(asked));
  }
}
