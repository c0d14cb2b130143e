package io.gitscaler.demo;

import io.gitscaler.cli.usecase.AuditPlace;
import io.gitscaler.cli.usecase.PolicyPlace;
import io.gitscaler.cli.usecase.RunRequest;
import io.gitscaler.command.ProgramEnvironment;
import io.gitscaler.command.Programs;
import io.gitscaler.git.GitAuditTrail;
import io.gitscaler.git.GitCredentials;
import io.gitscaler.git.GitPolicySource;
import io.gitscaler.git.GitRemote;
import io.gitscaler.git.TrailAuthor;
import io.gitscaler.git.TrailSettings;
import io.gitscaler.history.RunLock;
import io.gitscaler.kubernetes.BulkClusterReader;
import io.gitscaler.kubernetes.ClusterConnection;
import io.gitscaler.kubernetes.ConnectionSettings;
import io.gitscaler.kubernetes.EventPublisher;
import io.gitscaler.kubernetes.MetricsApis;
import io.gitscaler.kubernetes.ScaleSubresource;
import io.gitscaler.policyfile.PolicyFileReader;
import io.gitscaler.program.RunType;
import io.gitscaler.reconcile.Pace;
import io.gitscaler.reconcile.Ports;
import io.gitscaler.reconcile.Progress;
import io.gitscaler.reconcile.ReconcileRun;
import io.gitscaler.reconcile.RunReport;
import io.gitscaler.reconcile.RunSettings;
import io.gitscaler.statefile.RecordLine;
import io.gitscaler.testing.World;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Makes the demonstration's runs with the real adapters, but keeps state and lock in memory. */
final class Rehearsal implements DemoRuns {
  private final World.MemoryState state = new World.MemoryState();
  private final Path temporary;
  private int runs;

  Rehearsal(Path temporary) {
    this.temporary = temporary;
  }

  @Override
  public RunReport run(RunRequest request, Pace pace) {
    Map<String, String> environment = Map.of("PATH", "/usr/bin:/bin");
    AuditPlace audit = Objects.requireNonNull(request.audit());
    PolicyPlace.Repository place = (PolicyPlace.Repository) request.policies();
    try (var client =
            ClusterConnection.open(
                new ConnectionSettings(
                    request.cluster().kubeconfig(),
                    null,
                    Duration.ofSeconds(30),
                    "test",
                    environment));
        var programs = new Programs(2, new ProgramEnvironment(environment, List.of()), temporary);
        var policies =
            new GitPolicySource(
                remote(place.url()),
                place.ref(),
                place.path(),
                temporary,
                new PolicyFileReader()::read)) {
      Ports ports =
          new Ports(
              new Ports.Looking(
                  policies, new BulkClusterReader(client, 2), new MetricsApis(client, 2), programs),
              new Ports.Acting(
                  Held::new,
                  state,
                  new ScaleSubresource(client),
                  new EventPublisher(client, "test", 2),
                  new GitAuditTrail(
                      remote(audit.url()),
                      TrailSettings.onBranch(audit.branch(), TrailAuthor.parse(audit.author())),
                      pace,
                      temporary)),
              new RecordLine());
      return new ReconcileRun(ports, settings(audit), pace, Progress.SILENT).run();
    }
  }

  private RunSettings settings(AuditPlace audit) {
    return new RunSettings(
        "run-" + ++runs, "demo", RunType.SCALER, 1, Duration.ZERO, audit.heartbeat(), 2);
  }

  private static GitRemote remote(String url) {
    return GitRemote.of(url, new GitCredentials.None());
  }

  private static final class Held implements RunLock.Held {
    @Override
    public void confirm() {}

    @Override
    public void close() {}
  }
}
