package io.gitscaler.command;

import io.gitscaler.policy.Mode;
import io.gitscaler.policy.PodReadiness;
import io.gitscaler.policy.PolicyId;
import io.gitscaler.policy.PolicyOrigin;
import io.gitscaler.policy.Program;
import io.gitscaler.policy.ReplicaBounds;
import io.gitscaler.policy.RunMode;
import io.gitscaler.policy.ScalingMethod;
import io.gitscaler.policy.ScalingPolicy;
import io.gitscaler.policy.TargetRef;
import io.gitscaler.program.ProgramCall;
import io.gitscaler.program.ProgramInput;
import io.gitscaler.program.ProgramStep;
import io.gitscaler.program.ResourceValue;
import io.gitscaler.program.RunType;
import io.gitscaler.program.Verbatim;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Builds calls of programs for the policy shop/checkout.
 *
 * @param folder the policy's folder
 * @param file the policy's file, below the policies root
 * @param env the policy's {@code env}
 * @param timeout of the programs
 */
record Calls(Path folder, String file, Map<String, @Nullable String> env, Duration timeout) {
  static final String DEPLOYMENT =
      "{\"kind\":\"Deployment\",\"metadata\":{\"name\":\"checkout\",\"labels\":{\"numPods\":\"3\"}}}";

  Calls(Path folder) {
    this(folder, "policy.yaml");
  }

  Calls(Path folder, String file) {
    this(folder, file, Map.of(), Duration.ofSeconds(60));
  }

  Calls(Path folder, Map<String, @Nullable String> env, Duration timeout) {
    this(folder, "policy.yaml", env, timeout);
  }

  ProgramCall metric(String entrypoint, String... arguments) {
    return call(
        ProgramStep.METRIC,
        shell(entrypoint, arguments),
        new ProgramInput.ForMetric(DEPLOYMENT, null, null, RunType.SCALER));
  }

  ProgramCall metricOn(String document, String entrypoint, String... arguments) {
    return call(
        ProgramStep.METRIC,
        shell(entrypoint, arguments),
        new ProgramInput.ForMetric(document, null, null, RunType.SCALER));
  }

  ProgramCall evaluate(String value, String entrypoint, String... arguments) {
    return call(ProgramStep.EVALUATE, shell(entrypoint, arguments), evaluation(value));
  }

  ProgramCall hook(String entrypoint, String... arguments) {
    return call(ProgramStep.PRE_SCALE, shell(entrypoint, arguments), evaluation("3"));
  }

  static ProgramInput.ForEvaluation evaluation(String value) {
    return evaluation(answer("checkout", value));
  }

  static ProgramInput.ForEvaluation evaluation(ResourceValue... answers) {
    return new ProgramInput.ForEvaluation(List.of(answers), DEPLOYMENT, null, RunType.SCALER);
  }

  /** One without secrets. */
  static ResourceValue answer(String resource, String value) {
    return new ResourceValue(resource, new Verbatim(value), value);
  }

  ProgramCall call(ProgramStep step, Program program, ProgramInput input) {
    return new ProgramCall(policy(program), step, program, "checkout", input);
  }

  private Program.Shell shell(String entrypoint, String... arguments) {
    return new Program.Shell(timeout, entrypoint, List.of(arguments), false);
  }

  @SuppressWarnings(
      "NullAway") // A compact constructor's class file has lost the @Nullable inside env's type.
  private ScalingPolicy policy(Program program) {
    return new ScalingPolicy(
        new PolicyId("shop", "checkout"),
        new PolicyOrigin(file, 1, folder),
        new TargetRef("apps/v1", "Deployment", "checkout"),
        new ReplicaBounds(1, 10),
        Mode.ENFORCE,
        null,
        new ScalingMethod.ByPrograms(RunMode.PER_RESOURCE, program, program, List.of(), false),
        null,
        Duration.ZERO,
        PodReadiness.DEFAULT,
        Map.of(),
        env,
        "fingerprint");
  }
}
