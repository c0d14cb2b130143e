package io.gitscaler.testing;

import io.gitscaler.SettingsReading;
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
import io.gitscaler.cli.usecase.ProgramRunnerRequest;
import io.gitscaler.cli.usecase.RunRequest;
import io.gitscaler.cli.usecase.SettingsFile;
import io.gitscaler.cli.usecase.StatusRequest;
import io.gitscaler.cli.usecase.TryRequest;
import io.gitscaler.cli.usecase.UseCases;
import io.gitscaler.reconcile.Progress;
import io.gitscaler.reconcile.RunReport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Remembers what commands ask for, and answers with what a test prepared. */
public final class FakeUseCases implements UseCases {
  private final List<Object> requests = new ArrayList<>();
  private @Nullable Object answer;
  private @Nullable RuntimeException failure;

  /** What every use case answers. */
  public FakeUseCases answer(Object newAnswer) {
    answer = newAnswer;
    return this;
  }

  /** What every use case throws. */
  public FakeUseCases fail(RuntimeException newFailure) {
    failure = newFailure;
    return this;
  }

  /** The only request so far. */
  public Object request() {
    if (requests.size() != 1) {
      throw new AssertionError("expected one request but there were " + requests);
    }
    return requests.getFirst();
  }

  public List<Object> requests() {
    return List.copyOf(requests);
  }

  private <T> T answer(Object request, Class<T> type) {
    requests.add(request);
    if (failure != null) {
      throw failure;
    }
    return type.cast(Objects.requireNonNull(answer, "no answer was prepared"));
  }

  @Override
  public RunReport run(RunRequest request, Progress progress) {
    progress.step("reading policies", 1, 2);
    return answer(request, RunReport.class);
  }

  @Override
  public RunReport plan(RunRequest request, Progress progress) {
    return answer(request, RunReport.class);
  }

  @Override
  public LintReport lint(LintRequest request) {
    return answer(request, LintReport.class);
  }

  @Override
  public Explanation explain(ExplainRequest request, Progress progress) {
    return answer(request, Explanation.class);
  }

  @Override
  public InstallationStatus status(StatusRequest request) {
    return answer(request, InstallationStatus.class);
  }

  @Override
  public PolicyResult tryOut(TryRequest request, Progress progress) {
    return answer(request, PolicyResult.class);
  }

  @Override
  public ConvertedPolicies importManifests(ImportRequest request) {
    return answer(request, ConvertedPolicies.class);
  }

  @Override
  public ConvertedPolicies autoscale(AutoscaleRequest request) {
    return answer(request, ConvertedPolicies.class);
  }

  @Override
  public void demo(DemoRequest request, DemoAudience audience) {
    RunReport report = answer(request, RunReport.class);
    audience.scene("Load rises");
    audience.says("checkout gets more requests");
    audience.sees(report);
  }

  @Override
  public Manifests manifests(ManifestsRequest request) {
    return answer(request, Manifests.class);
  }

  /** The real reading, for it asks nobody but the file. */
  @Override
  public SettingsFile settings(Path file) {
    return SettingsReading.read(file);
  }

  @Override
  public void runPrograms(ProgramRunnerRequest request) {
    answer(request, String.class);
  }

  @Override
  public String schema() {
    return answer("schema", String.class);
  }
}
