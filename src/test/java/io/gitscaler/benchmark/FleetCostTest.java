package io.gitscaler.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.gitscaler.audit.AuditTrail;
import io.gitscaler.history.QueuedRecord;
import io.gitscaler.history.ShardState;
import io.gitscaler.kubernetes.BulkClusterReader;
import io.gitscaler.kubernetes.ConfigMapHomes;
import io.gitscaler.kubernetes.MetricsApis;
import io.gitscaler.kubernetes.ScaleSubresource;
import io.gitscaler.policy.LoadedPolicies;
import io.gitscaler.policy.PolicyKeeper;
import io.gitscaler.policy.PolicyRevision;
import io.gitscaler.policy.PolicySource;
import io.gitscaler.policy.ScalingPolicy;
import io.gitscaler.policy.Shard;
import io.gitscaler.program.RunType;
import io.gitscaler.reconcile.Ending;
import io.gitscaler.reconcile.Ports;
import io.gitscaler.reconcile.Progress;
import io.gitscaler.reconcile.ReconcileRun;
import io.gitscaler.reconcile.RunReport;
import io.gitscaler.reconcile.RunSettings;
import io.gitscaler.statefile.RecordLine;
import io.gitscaler.testing.FakePrograms;
import io.gitscaler.testing.InMemoryRunLock;
import io.gitscaler.testing.MovedClock;
import io.gitscaler.testing.Policies;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a run over many policies costs in requests and in memory that it asks for; both are the same on every machine. */
class FleetCostTest {
  private static final int NAMESPACES = 6;
  private static final int POLICIES = NAMESPACES * 10;

  private CannedCluster cluster;

  @BeforeEach
  void serve() throws IOException {
    cluster = new CannedCluster(POLICIES);
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  @Test
  void requestsGrowWithNamespacesAndPassesAndNotWithPolicies() {
    int passes = 3;

    RunReport report = run(passes);

    assertThat(report.results())
        .hasSize(POLICIES)
        .allMatch(result -> result.stop() == null && result.measurements().size() == 1);
    Map<String, Long> requests =
        cluster.requests().stream()
            .map(request -> request.replaceFirst("namespaces/fleet-\\d+", "namespaces/*"))
            .collect(Collectors.groupingBy(request -> request, Collectors.counting()));
    long lists = (long) NAMESPACES * passes;
    assertThat(requests)
        .containsOnly(
            Map.entry("GET /apis", 1L),
            Map.entry("GET /apis/apps/v1", 1L),
            Map.entry("GET /apis/apps/v1/namespaces/*/deployments", lists),
            Map.entry("GET /api/v1/namespaces/*/pods", lists),
            Map.entry("GET /apis/autoscaling/v2/namespaces/*/horizontalpodautoscalers", lists),
            Map.entry("GET /apis/metrics.k8s.io/v1beta1/namespaces/*/pods", lists),
            Map.entry("GET /api/v1/namespaces/home/configmaps", 1L),
            Map.entry("POST /api/v1/namespaces/home/configmaps", 1L),
            Map.entry("PUT /api/v1/namespaces/home/configmaps/gitscaler", (long) passes));
  }

  @Test
  void aPassAllocatesAFewKilobytesForEachPolicyAndItsTenPods() {
    run(2);
    long once = allocated(() -> run(1));
    int more = 8;
    long often = allocated(() -> run(1 + more));

    double kilobytes = (often - once) / 1024.0 / POLICIES / more;

    assertThat(kilobytes)
        .as("KiB for a policy in a pass, the stand-in's own included")
        .isBetween(20.0, 320.0);
  }

  private static long allocated(Runnable work) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getTotalThreadAllocatedBytes();
    work.run();
    return threads.getTotalThreadAllocatedBytes() - before;
  }

  private RunReport run(int passes) {
    cluster.forget();
    MovedClock clock = new MovedClock(Instant.now());
    RunSettings settings =
        new RunSettings(
            "run", "", RunType.SCALER, passes, Duration.ofSeconds(15), Duration.ofHours(24), 4);
    try (Ending ending = new Ending(clock)) {
      return new ReconcileRun(ports(clock), settings, ending, Progress.SILENT).run();
    }
  }

  private Ports ports(MovedClock clock) {
    List<ScalingPolicy> policies =
        IntStream.range(0, POLICIES)
            .mapToObj(
                app ->
                    Policies.byCpu(Fleet.namespace(app) + "/" + Fleet.app(app), 60)
                        .bounds(2, 20)
                        .build())
            .toList();
    LoadedPolicies loaded =
        new LoadedPolicies(
            new PolicyRevision("memory", "main", "c0ffee", Instant.EPOCH),
            policies,
            List.of(),
            List.of());
    AuditTrail trail =
        (records, run, count, known) ->
            new AuditTrail.Published(
                records.stream().map(QueuedRecord::id).collect(Collectors.toSet()),
                null,
                null,
                null);
    return new Ports(
        new Ports.Looking(
            new MemoryPolicies(loaded),
            new BulkClusterReader(cluster.client, 4),
            new MetricsApis(cluster.client, 4),
            new FakePrograms()),
        new Ports.Acting(
            new InMemoryRunLock(new InMemoryRunLock.Place(), "run", Duration.ofMinutes(1), clock),
            new ShardState(new ConfigMapHomes(cluster.client, "home", "gitscaler"), Shard.WHOLE),
            new ScaleSubresource(cluster.client),
            records -> List.of(),
            trail,
            PolicyKeeper.NONE),
        new RecordLine());
  }

  private record MemoryPolicies(LoadedPolicies load) implements PolicySource {
    @Override
    public void close() {}
  }
}
