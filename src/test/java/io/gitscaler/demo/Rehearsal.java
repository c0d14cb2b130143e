package io.gitscaler.demo;

import io.gitscaler.cli.usecase.AuditPlace;
import io.gitscaler.cli.usecase.PolicyPlace;
import io.gitscaler.cli.usecase.RunRequest;
import io.gitscaler.command.LocalExecution;
import io.gitscaler.command.Programs;
import io.gitscaler.git.GitAuditTrail;
import io.gitscaler.git.GitCredentials;
import io.gitscaler.git.GitFolder;
import io.gitscaler.git.GitPolicySource;
import io.gitscaler.git.GitRemote;
import io.gitscaler.git.TrailAuthor;
import io.gitscaler.git.TrailSettings;
import io.gitscaler.history.ShardState;
import io.gitscaler.kubernetes.BulkClusterReader;
import io.gitscaler.kubernetes.ClusterConnection;
import io.gitscaler.kubernetes.ConfigMapHomes;
import io.gitscaler.kubernetes.ConnectionSettings;
import io.gitscaler.kubernetes.EventPublisher;
import io.gitscaler.kubernetes.LeaseHolder;
import io.gitscaler.kubernetes.MetricsApis;
import io.gitscaler.kubernetes.RunLease;
import io.gitscaler.kubernetes.ScaleSubresource;
import io.gitscaler.policy.PolicyKeeper;
import io.gitscaler.policy.Shard;
import io.gitscaler.policyfile.PolicyFileReader;
import io.gitscaler.program.RunType;
import io.gitscaler.reconcile.Ending;
import io.gitscaler.reconcile.Pace;
import io.gitscaler.reconcile.Ports;
import io.gitscaler.reconcile.Progress;
import io.gitscaler.reconcile.ReconcileRun;
import io.gitscaler.reconcile.RunReport;
import io.gitscaler.reconcile.RunSettings;
import io.gitscaler.statefile.RecordLine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Makes the demonstration's runs with the real adapters, put together as the product does. */
final class Rehearsal implements DemoRuns {
  private final Path temporary;
  private int runs;

  Rehearsal(Path temporary) {
    this.temporary = temporary;
  }

  @Override
  public RunReport run(RunRequest request, Pace pace) {
    runs++;
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
        var programs = new Programs(new LocalExecution(2, environment, temporary), List.of());
        var policies =
            new GitPolicySource(
                new GitFolder(remote(place.url()), place.ref(), place.path()),
                null,
                temporary,
                new PolicyFileReader()::read)) {
      Ports ports =
          new Ports(
              new Ports.Looking(
                  policies, new BulkClusterReader(client, 2), new MetricsApis(client, 2), programs),
              new Ports.Acting(
                  new RunLease(
                      client,
                      request.cluster().namespace(),
                      request.cluster().stateName(),
                      Shard.WHOLE,
                      LeaseHolder.process("localhost", 1, "run-" + runs),
                      Duration.ofMinutes(1),
                      pace),
                  new ShardState(
                      new ConfigMapHomes(
                          client, request.cluster().namespace(), request.cluster().stateName()),
                      Shard.WHOLE),
                  new ScaleSubresource(client),
                  new EventPublisher(client, "test", 2),
                  new GitAuditTrail(
                      remote(audit.url()),
                      TrailSettings.onBranch(audit.branch(), TrailAuthor.parse(audit.author())),
                      pace,
                      temporary),
                  PolicyKeeper.NONE),
              new RecordLine());
      return new ReconcileRun(ports, settings(audit), new Ending(pace), Progress.SILENT).run();
    }
  }

  private RunSettings settings(AuditPlace audit) {
    return new RunSettings(
        "run-" + runs, "demo", RunType.SCALER, 1, Duration.ZERO, audit.heartbeat(), 2);
  }

  private static GitRemote remote(String url) {
    return GitRemote.of(url, new GitCredentials.None());
  }
}
