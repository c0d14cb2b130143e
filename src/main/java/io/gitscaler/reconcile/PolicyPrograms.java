package io.gitscaler.reconcile;

import io.gitscaler.audit.PolicyResult;
import io.gitscaler.audit.Step;
import io.gitscaler.audit.Stop;
import io.gitscaler.decision.ReasonCode;
import io.gitscaler.policy.HookPoint;
import io.gitscaler.policy.Mode;
import io.gitscaler.policy.Program;
import io.gitscaler.program.ProgramCall;
import io.gitscaler.program.ProgramInput;
import io.gitscaler.program.ProgramRun;
import io.gitscaler.program.ProgramRunner;
import io.gitscaler.program.ProgramStep;
import io.gitscaler.program.RunType;
import java.util.List;

/** Runs programs of a policy and adds what they answered to its result; a program that fails stops the policy. */
record PolicyPrograms(ProgramRunner runner, RunType runType, Ending ending) {
  /** What a program of this policy is told about the seriousness of its answer. */
  RunType runTypeFor(PolicyResult result) {
    return result.policy().mode() == Mode.OBSERVE ? RunType.DRY_RUN : runType;
  }

  /** Runs the hook, where the policy has it and the run is serious. */
  PolicyResult hook(PolicyResult result, HookPoint point, Step step, ProgramInput input) {
    Program hook = result.policy().hooks().get(point);
    if (hook == null || result.stop() != null || input.runType() == RunType.DRY_RUN) {
      return result;
    }
    ProgramCall call =
        new ProgramCall(
            result.policy(), ProgramStep.of(point), hook, result.policy().target().name(), input);
    return run(result, step, List.of(call));
  }

  /**
   * Runs the calls side by side; the first failure stops the policy. Where the run ended and killed the program the policy is
   * skipped instead, unless it is scaled already: then its last hook is missing, and that is said.
   */
  PolicyResult run(PolicyResult result, Step step, List<ProgramCall> calls) {
    List<ProgramRun> runs = runner.runAll(calls);
    PolicyResult ran = result.plus(runs);
    return runs.stream()
        .filter(run -> !run.succeeded())
        .findFirst()
        .map(
            run ->
                ran.with(
                    ending.reached() && !Recording.scaled(ran)
                        ? ending.stop(step)
                        : new Stop(step, ReasonCode.ProgramFailed, String.valueOf(run.failure()))))
        .orElse(ran);
  }
}
