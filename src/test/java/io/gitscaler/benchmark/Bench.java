package io.gitscaler.benchmark;

import io.gitscaler.testing.AggregatedApi;
import io.gitscaler.testing.AuditLog;
import io.gitscaler.testing.ControlPlane;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the parts of the benchmark share.
 *
 * @param launcher of the distribution that is measured
 * @param folder for repositories and whatever else a part needs
 */
record Bench(
    Path launcher,
    Path folder,
    ControlPlane plane,
    AggregatedApi metrics,
    GitServer git,
    Results results) {
  /**
   * Runs a command several times.
   *
   * @param again what to do before each run; nothing it costs is counted
   */
  Measured measure(String what, int runs, List<String> command, Preparation again)
      throws IOException {
    AuditLog audit = plane.audit();
    long mark = audit.mark();
    Duration servers = Duration.ZERO;
    double received = 0;
    List<Cost> costs = new ArrayList<>();
    for (int run = 0; run < runs; run++) {
      again.prepare();
      Duration cpuBefore = serverCpu();
      double sentBefore = sentMegabytes();
      costs.add(Cost.of(command, git.environment()));
      received += sentMegabytes() - sentBefore;
      servers = servers.plus(serverCpu()).minus(cpuBefore);
    }
    return new Measured(
        what,
        runs,
        null,
        Cost.median(costs),
        servers.toMillis() / 1000.0 / runs,
        received / runs,
        requests("gitscaler/", audit.since(mark), runs),
        "",
        Double.NaN);
  }

  /** Something that is done before a run. */
  @FunctionalInterface
  interface Preparation {
    Preparation NONE = () -> {};

    void prepare() throws IOException;
  }

  /** By verb, for one run, what a client whose name begins like this asked for. */
  static Map<String, Integer> requests(String agent, List<AuditLog.Request> all, int runs) {
    Map<String, Integer> requests = new TreeMap<>();
    for (AuditLog.Request one : all) {
      if (one.agent().startsWith(agent)) {
        requests.merge(one.verb(), 1, Integer::sum);
      }
    }
    requests.replaceAll((verb, count) -> count / runs);
    return requests;
  }

  /** CPU time that the control plane has used so far, that for other clients included. */
  static Duration serverCpu() {
    return ProcessHandle.current()
        .descendants()
        .filter(one -> one.info().command().orElse("").matches(".*/(kube-apiserver|etcd)"))
        .map(one -> one.info().totalCpuDuration().orElse(Duration.ZERO))
        .reduce(Duration.ZERO, Duration::plus);
  }

  /** What the API server has answered so far to reading requests, by its own account, and the metrics API behind it. */
  double sentMegabytes() {
    double bytes =
        plane
            .admin()
            .raw("/metrics")
            .lines()
            .filter(line -> line.matches("apiserver_response_sizes_sum\\{.*verb=\"(GET|LIST)\".*"))
            .filter(line -> !line.contains(",resource=\"\""))
            .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
            .sum();
    return (bytes + metrics.bytesServed()) / 1e6;
  }
}
