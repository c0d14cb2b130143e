package io.gitscaler.cli.usecase;

import io.gitscaler.audit.PolicyResult;
import io.gitscaler.reconcile.Progress;
import io.gitscaler.reconcile.RunReport;
import java.nio.file.Path;

/**
 * What a person or a CronJob can have done. Every method may throw {@link io.gitscaler.failure.OutsideFailure} when the
 * whole of it cannot be done; what concerns single policies is in the answer.
 */
public interface UseCases {
  /** One run. */
  RunReport run(RunRequest request, Progress progress);

  /** What a run would do now. Writes nothing anywhere. */
  RunReport plan(RunRequest request, Progress progress);

  /** Reads and checks policies; needs neither cluster nor network. */
  LintReport lint(LintRequest request);

  /**
   * Tells how a decision came about.
   *
   * @throws UnknownPolicyException when neither state nor trail knows the policy
   */
  Explanation explain(ExplainRequest request, Progress progress);

  /** Tells how an installation is, from what its runs left. Reads state and Lease, writes nothing. */
  InstallationStatus status(StatusRequest request);

  /**
   * Runs one policy's programs once and evaluates. Scales nothing, writes nothing, runs no hooks.
   *
   * @throws UnknownPolicyException when there is no valid policy of that name
   */
  PolicyResult tryOut(TryRequest request, Progress progress);

  /** Turns manifests of other autoscalers into policies; needs neither cluster nor network. */
  ConvertedPolicies importManifests(ImportRequest request);

  /** Writes the policy that does what {@code kubectl autoscale} would have a HorizontalPodAutoscaler do. */
  ConvertedPolicies autoscale(AutoscaleRequest request);

  /** Plays the demonstration. */
  void demo(DemoRequest request, DemoAudience audience);

  /** The Roles that policies need, with their bindings. Asks no cluster. */
  Manifests manifests(ManifestsRequest request);

  /** Reads a file of settings. What is wrong with it is in the answer, its absence included. */
  SettingsFile settings(Path file);

  /** Runs the programs that runs send, until the process is told to end. */
  void runPrograms(ProgramRunnerRequest request);

  /** The JSON Schema of a policy. */
  String schema();
}
