package io.gitscaler;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.gitscaler.audit.AuditTrail;
import io.gitscaler.cli.usecase.AuditPlace;
import io.gitscaler.cli.usecase.ClusterPlace;
import io.gitscaler.cli.usecase.MetricsPlace;
import io.gitscaler.cli.usecase.PolicyPlace;
import io.gitscaler.cli.usecase.ProgramSettings;
import io.gitscaler.cli.usecase.RunRequest;
import io.gitscaler.command.Execution;
import io.gitscaler.command.LocalExecution;
import io.gitscaler.command.Programs;
import io.gitscaler.command.socket.Liveness;
import io.gitscaler.command.socket.SocketExecution;
import io.gitscaler.exposition.FinishedRun;
import io.gitscaler.git.GitAuditTrail;
import io.gitscaler.history.ShardState;
import io.gitscaler.kubernetes.BulkClusterReader;
import io.gitscaler.kubernetes.ClusterConnection;
import io.gitscaler.kubernetes.ConfigMapHomes;
import io.gitscaler.kubernetes.ConfigMapPolicyArchive;
import io.gitscaler.kubernetes.ConnectionSettings;
import io.gitscaler.kubernetes.EventPublisher;
import io.gitscaler.kubernetes.MetricsApis;
import io.gitscaler.kubernetes.RunLease;
import io.gitscaler.kubernetes.ScaleSubresource;
import io.gitscaler.policy.PolicyArchive;
import io.gitscaler.policy.PolicyId;
import io.gitscaler.policy.PolicyKeeper;
import io.gitscaler.policy.PolicySource;
import io.gitscaler.policy.ShardPolicies;
import io.gitscaler.policyfile.CheckoutPolicies;
import io.gitscaler.policyfile.LastGoodPolicies;
import io.gitscaler.policyfile.UnpackedPolicies;
import io.gitscaler.program.RunType;
import io.gitscaler.reconcile.Ending;
import io.gitscaler.reconcile.Pace;
import io.gitscaler.reconcile.Ports;
import io.gitscaler.reconcile.Progress;
import io.gitscaler.reconcile.ReconcileRun;
import io.gitscaler.reconcile.RunReport;
import io.gitscaler.reconcile.RunSettings;
import io.gitscaler.reconcile.StepTimes;
import io.gitscaler.statefile.RecordLine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The real parts behind the ports, opened for one request and closed after it. */
final class Installation implements AutoCloseable {
  /** For one request to the API server; a pass makes many, some of them one after the other, and all within the run's deadline. */
  static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);

  /** A holder that neither renews nor is known to be gone loses the Lease after this. */
  static final Duration LEASE = Duration.ofSeconds(60);

  private final RunRequest request;
  private final ProcessFacts process;
  private final KubernetesClient client;
  private final Programs programs;
  private final LastState state;
  private final Ports ports;
  private final Map<String, String> environment;
  private final Pace pace;
  private final String runId;

  private Installation(RunRequest request, Map<String, String> environment, Pace pace) {
    this.pace = pace;
    this.request = request;
    this.environment = environment;
    this.process = ProcessFacts.of(environment);
    this.runId = process.runId(pace.instant());
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    GitPlaces places = new GitPlaces(environment, temporary, pace);
    int atOnce = request.programs().parallelism();
    // Git's settings are checked before anything is opened.
    AuditTrail trail = trail(places, temporary);
    CheckoutPolicies checkout = new CheckoutPolicies();
    PolicySource read = places.policies(request.policies(), checkout);
    client = connect(request.cluster(), environment);
    PolicySource whole = lastGood(read, checkout, places, temporary);
    ShardPolicies policies =
        new ShardPolicies(
            whole,
            whole instanceof PolicyKeeper keeper ? keeper : PolicyKeeper.NONE,
            request.shard());
    Execution execution = execution(request.programs(), environment, temporary);
    programs = new Programs(execution, request.programs().environment());
    state =
        new LastState(
            new ShardState(
                new ConfigMapHomes(
                    client, request.cluster().namespace(), request.cluster().stateName()),
                request.shard()));
    ports =
        new Ports(
            new Ports.Looking(
                new AnnouncedPolicies(policies, execution::policiesRead),
                new ShardCluster(new BulkClusterReader(client, atOnce), policies),
                new MetricsApis(client, atOnce),
                programs),
            new Ports.Acting(
                new RunLease(
                    client,
                    request.cluster().namespace(),
                    request.cluster().stateName(),
                    request.shard(),
                    process.holder(
                        ClusterConnection.podNamespace(connection(request.cluster(), environment)),
                        runId),
                    LEASE,
                    pace),
                state,
                new ScaleSubresource(client),
                new EventPublisher(client, process.instance(), atOnce),
                trail,
                policies),
            new RecordLine());
  }

  /**
   * Opens what the request names.
   *
   * @throws io.gitscaler.failure.OutsideFailure when a credential or the cluster's configuration cannot be read
   */
  static Installation open(RunRequest request, Map<String, String> environment, Pace pace) {
    return new Installation(request, environment, pace);
  }

  private static Execution execution(
      ProgramSettings programs, Map<String, String> environment, Path temporary) {
    ProgramSettings.Runner runner = programs.runner();
    return runner == null
        ? new LocalExecution(programs.parallelism(), environment, temporary)
        : new SocketExecution(
            programs.parallelism(), runner.socket(), runner.user(), Liveness.USUAL, temporary);
  }

  static KubernetesClient connect(ClusterPlace place, Map<String, String> environment) {
    return ClusterConnection.open(connection(place, environment));
  }

  private static ConnectionSettings connection(
      ClusterPlace place, Map<String, String> environment) {
    return new ConnectionSettings(
        place.kubeconfig(),
        place.context(),
        REQUEST_TIMEOUT,
        ProcessFacts.of(environment).version(),
        environment);
  }

  RunReport run(Ending ending, Progress progress) {
    StepTimes steps = new StepTimes(progress, pace);
    RunReport report = new ReconcileRun(ports, settings(RunType.SCALER), ending, steps).run();
    if (request.metrics().equals(MetricsPlace.NONE)) {
      return report;
    }
    ClusterPlace cluster = request.cluster();
    return report.withNotices(
        new Exposing(request.metrics(), environment)
            .expose(
                new FinishedRun(
                    cluster.namespace() + "/" + cluster.stateName(),
                    request.shard(),
                    report,
                    state.last(),
                    steps.soFar())));
  }

  RunReport plan(Ending ending, Progress progress) {
    return plan(ports, ending, progress);
  }

  /** The same for one policy. */
  RunReport plan(PolicyId only, Ending ending, Progress progress) {
    Ports.Looking all = ports.looking();
    Ports.Looking one =
        new Ports.Looking(
            new OnePolicy(all.policies(), only), all.cluster(), all.metrics(), all.programs());
    return plan(new Ports(one, ports.acting(), ports.format()), ending, progress);
  }

  private RunReport plan(Ports looking, Ending ending, Progress progress) {
    return new ReconcileRun(looking.observing(), settings(RunType.DRY_RUN), ending, progress)
        .run()
        .withoutTrail();
  }

  private RunSettings settings(RunType runType) {
    AuditPlace audit = request.audit();
    return new RunSettings(
        runId,
        request.cluster().name(),
        runType,
        request.rhythm().passes(),
        request.rhythm().interval(),
        audit == null ? Duration.ofHours(24) : audit.heartbeat(),
        request.programs().parallelism());
  }

  /** What is read from Git is kept in the cluster; a folder is always there. */
  private PolicySource lastGood(
      PolicySource read, CheckoutPolicies checkout, GitPlaces places, Path temporary) {
    if (!(request.policies() instanceof PolicyPlace.Repository repository)) {
      return read;
    }
    ClusterPlace cluster = request.cluster();
    PolicyArchive archive =
        new ConfigMapPolicyArchive(client, cluster.namespace(), cluster.stateName());
    return new LastGoodPolicies(
        read,
        places.kept(repository),
        new UnpackedPolicies(archive, checkout, temporary),
        repository.maxAge(),
        pace);
  }

  private AuditTrail trail(GitPlaces places, Path temporary) {
    @Nullable AuditPlace audit = request.audit();
    if (audit == null) {
      return (records, run, policies, known) -> AuditTrail.Published.nothing(null);
    }
    return new GitAuditTrail(places.remote(audit), places.settings(audit), pace, temporary);
  }

  @Override
  public void close() {
    ports.looking().policies().close();
    programs.close();
    client.close();
  }
}
