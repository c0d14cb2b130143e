package io.gitscaler;

import io.gitscaler.audit.PolicyResult;
import io.gitscaler.cli.usecase.AutoscaleRequest;
import io.gitscaler.cli.usecase.ConvertedPolicies;
import io.gitscaler.cli.usecase.DemoAudience;
import io.gitscaler.cli.usecase.DemoRequest;
import io.gitscaler.cli.usecase.ExplainRequest;
import io.gitscaler.cli.usecase.Explanation;
import io.gitscaler.cli.usecase.ImportRequest;
import io.gitscaler.cli.usecase.InstallationStatus;
import io.gitscaler.cli.usecase.LintReport;
import io.gitscaler.cli.usecase.LintRequest;
import io.gitscaler.cli.usecase.Manifests;
import io.gitscaler.cli.usecase.ManifestsRequest;
import io.gitscaler.cli.usecase.MetricsPlace;
import io.gitscaler.cli.usecase.ProgramRunnerRequest;
import io.gitscaler.cli.usecase.RunRequest;
import io.gitscaler.cli.usecase.SettingsFile;
import io.gitscaler.cli.usecase.StatusRequest;
import io.gitscaler.cli.usecase.TryRequest;
import io.gitscaler.cli.usecase.UnusableRequestException;
import io.gitscaler.cli.usecase.UseCases;
import io.gitscaler.command.LocalExecution;
import io.gitscaler.command.socket.HiddenProcess;
import io.gitscaler.command.socket.ProgramServer;
import io.gitscaler.demo.Demo;
import io.gitscaler.failure.OutsideFailure;
import io.gitscaler.importing.KubectlAutoscale;
import io.gitscaler.importing.ManifestImport;
import io.gitscaler.kubernetes.RoleManifests;
import io.gitscaler.policy.LoadedPolicies;
import io.gitscaler.policy.PolicyProblem;
import io.gitscaler.policy.PolicySource;
import io.gitscaler.policy.Shard;
import io.gitscaler.policyfile.CheckoutPolicies;
import io.gitscaler.policyfile.PolicyDrafts;
import io.gitscaler.policyfile.PolicyLint;
import io.gitscaler.policyfile.PolicySchema;
import io.gitscaler.reconcile.Ending;
import io.gitscaler.reconcile.Pace;
import io.gitscaler.reconcile.Progress;
import io.gitscaler.reconcile.RunReport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Puts the parts together for each command. */
final class Wiring implements UseCases {
  private final Map<String, String> environment;

  Wiring(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public RunReport run(RunRequest request, Progress progress) {
    Pace pace = new WallClock();
    Duration deadline = request.deadline();
    try (Ending ending = deadline == null ? new Ending(pace) : Ending.after(pace, deadline);
        Installation installation = Installation.open(request, environment, pace)) {
      return Signals.mayEnd(ending, () -> installation.run(ending, progress));
    }
  }

  @Override
  public RunReport plan(RunRequest request, Progress progress) {
    Pace pace = new WallClock();
    try (Ending ending = new Ending(pace);
        Installation installation = Installation.open(request, environment, pace)) {
      return Signals.mayEnd(ending, () -> installation.plan(ending, progress));
    }
  }

  @Override
  public LintReport lint(LintRequest request) {
    try {
      PolicyLint.Linted linted =
          PolicyLint.check(request.paths(), request.rhythm().longestGap(request.every()));
      return new LintReport(linted.loaded(), linted.warnings());
    } catch (OutsideFailure path) {
      // There is nothing outside but the paths of the command line.
      throw new UnusableRequestException(path.sentence());
    }
  }

  @Override
  public Explanation explain(ExplainRequest request, Progress progress) {
    return new Explaining(environment).explain(request);
  }

  @Override
  public InstallationStatus status(StatusRequest request) {
    return new Watching(environment, new WallClock()).status(request);
  }

  @Override
  public PolicyResult tryOut(TryRequest request, Progress progress) {
    RunRequest plan =
        new RunRequest(
            request.policies(),
            null,
            request.cluster(),
            Shard.WHOLE,
            request.programs(),
            io.gitscaler.cli.usecase.Rhythm.ONCE,
            null,
            MetricsPlace.NONE);
    Pace pace = new WallClock();
    try (Ending ending = new Ending(pace);
        Installation installation = Installation.open(plan, environment, pace)) {
      return Signals.mayEnd(
          ending, () -> installation.plan(request.policy(), ending, progress).results().getFirst());
    }
  }

  @Override
  public ConvertedPolicies importManifests(ImportRequest request) {
    ManifestImport.Imported imported = ManifestImport.read(request.files(), request.namespace());
    return converted(imported.policies(), imported.problems(), imported.skipped());
  }

  @Override
  public ConvertedPolicies autoscale(AutoscaleRequest request) {
    PolicyDrafts.Outcome outcome =
        new KubectlAutoscale(
                request.id(),
                request.target(),
                request.minReplicas(),
                request.maxReplicas(),
                request.goals())
            .policy();
    return converted(outcome.policies(), outcome.problems(), List.of());
  }

  private static ConvertedPolicies converted(
      List<PolicyDrafts.Written> policies, List<PolicyProblem> problems, List<String> skipped) {
    List<ConvertedPolicies.Converted> texts =
        policies.stream()
            .map(
                policy ->
                    new ConvertedPolicies.Converted(
                        policy.id(), policy.text(), policy.draft().remarks()))
            .toList();
    return new ConvertedPolicies(texts, problems, skipped);
  }

  @Override
  public void demo(DemoRequest request, DemoAudience audience) {
    DemoEnding demo = new DemoEnding();
    Demo evening = new Demo((run, pace) -> demo.within(pace, ending -> run(run, pace, ending)));
    Signals.mayEnd(
        demo::tell,
        () -> {
          evening.play(request, audience);
          return true;
        });
  }

  private RunReport run(RunRequest request, Pace pace, Ending ending) {
    try (Installation installation = Installation.open(request, environment, pace)) {
      return installation.run(ending, Progress.SILENT);
    }
  }

  @Override
  public Manifests manifests(ManifestsRequest request) {
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    try (PolicySource source =
        new GitPlaces(environment, temporary, new WallClock())
            .policies(request.policies(), new CheckoutPolicies())) {
      LoadedPolicies loaded = source.load();
      RoleManifests roles =
          new RoleManifests(
              request.namespace(), request.stateName(), request.shards(), request.serviceAccount());
      return new Manifests(loaded, roles.yaml(loaded.policies()));
    }
  }

  @Override
  public void runPrograms(ProgramRunnerRequest request) {
    HiddenProcess.hide();
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    LocalExecution execution = new LocalExecution(request.parallelism(), environment, temporary);
    try (ProgramServer server =
        ProgramServer.open(request.socket(), request.allowedUser(), execution, temporary)) {
      Signals.mayEnd(
          signal -> server.stop(),
          () -> {
            server.serve();
            return true;
          });
    }
  }

  @Override
  public SettingsFile settings(Path file) {
    return SettingsReading.read(file);
  }

  @Override
  public String schema() {
    return PolicySchema.json();
  }
}
