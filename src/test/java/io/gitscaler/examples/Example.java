package io.gitscaler.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.gitscaler.command.LocalExecution;
import io.gitscaler.command.Programs;
import io.gitscaler.policy.HookPoint;
import io.gitscaler.policy.LoadedPolicies;
import io.gitscaler.policy.MetricSpec;
import io.gitscaler.policy.PolicyRevision;
import io.gitscaler.policy.Program;
import io.gitscaler.policy.ScalingMethod.ByMetrics;
import io.gitscaler.policy.ScalingMethod.ByPrograms;
import io.gitscaler.policy.ScalingPolicy;
import io.gitscaler.policyfile.PolicyFileReader;
import io.gitscaler.program.ProgramCall;
import io.gitscaler.program.ProgramInput;
import io.gitscaler.program.ProgramRun;
import io.gitscaler.program.ProgramStep;
import io.gitscaler.program.ResourceValue;
import io.gitscaler.program.RunType;
import io.gitscaler.program.Verbatim;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * One folder of {@code policies/}, read by the product's own reader, its programs run by the product's own runner.
 *
 * @param policy the folder's only policy
 */
record Example(ScalingPolicy policy, Programs programs) implements AutoCloseable {
  static final Path ROOT = Path.of("policies").toAbsolutePath();

  /** Reads a folder; {@code environment} is what gitscaler itself was started with. */
  static Example read(String folder, Path temporary, Map<String, String> environment) {
    Path root = ROOT.resolve(folder);
    LoadedPolicies loaded =
        new PolicyFileReader().read(root, root, new PolicyRevision(folder, "", null, null));
    assertThat(loaded.problems()).isEmpty();
    assertThat(loaded.policies()).hasSize(1);
    Map<String, String> own = new HashMap<>(environment);
    own.put("PATH", System.getenv("PATH"));
    return new Example(
        loaded.policies().getFirst(),
        new Programs(new LocalExecution(2, own, temporary), List.of()));
  }

  ByPrograms byPrograms() {
    return (ByPrograms) policy.method();
  }

  /** Runs the metric program on a target or a pod. */
  ProgramRun metric(String document) {
    return run(ProgramStep.METRIC, byPrograms().metric(), forMetric(document));
  }

  /** Runs the program of the only metric, which is of type Command. */
  ProgramRun command(String document) {
    MetricSpec.Command command =
        (MetricSpec.Command) ((ByMetrics) policy.method()).metrics().getFirst();
    return run(ProgramStep.COMMAND, command.program(), forMetric(document));
  }

  private static ProgramInput forMetric(String document) {
    return new ProgramInput.ForMetric(document, null, null, RunType.SCALER);
  }

  ProgramRun evaluate(String... values) {
    return evaluate(byPrograms().evaluate(), values);
  }

  ProgramRun evaluate(Program program, String... values) {
    List<ResourceValue> metrics =
        Stream.of(values)
            .map(value -> new ResourceValue("some", new Verbatim(value), value))
            .toList();
    return run(
        ProgramStep.EVALUATE,
        program,
        new ProgramInput.ForEvaluation(metrics, "{}", null, RunType.SCALER));
  }

  ProgramRun postScale(int asked, int replicas) {
    return run(
        ProgramStep.POST_SCALE,
        Objects.requireNonNull(policy.hooks().get(HookPoint.POST_SCALE)),
        new ProgramInput.ForScale(
            asked,
            "{}",
            policy.target(),
            policy.id().namespace(),
            policy.bounds(),
            replicas,
            RunType.SCALER));
  }

  private ProgramRun run(ProgramStep step, Program program, ProgramInput input) {
    return programs.run(
        new ProgramCall(policy, step, patient(program), policy.target().name(), input));
  }

  /** How long a program takes on a busy machine is not what the examples are about. */
  private static Program patient(Program program) {
    Duration timeout = Duration.ofMinutes(2);
    return switch (program) {
      case Program.Shell shell ->
          new Program.Shell(timeout, shell.entrypoint(), shell.command(), shell.logStderr());
      case Program.Http http ->
          new Program.Http(
              timeout,
              http.method(),
              http.url(),
              http.successCodes(),
              http.parameterMode(),
              http.headers(),
              http.caCert(),
              http.clientCert(),
              http.clientKey());
    };
  }

  @Override
  public void close() {
    programs.close();
  }
}
