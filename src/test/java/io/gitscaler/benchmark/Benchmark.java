package io.gitscaler.benchmark;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.gitscaler.testing.AggregatedApi;
import io.gitscaler.testing.AuditLog;
import io.gitscaler.testing.ControlPlane;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;

/**
 * Cold runs of the distribution over fleets of several sizes. Prints a table and writes {@code benchmark.json} beside the
 * distribution. The arguments are the distribution's folder and the sizes.
 */
public final class Benchmark {
  private static final int RUNS = 5;

  private final Path launcher;
  private final ControlPlane plane = ControlPlane.shared();
  private final PrintStream out = System.out;
  private final List<Map<String, Object>> rows = new ArrayList<>();

  private Benchmark(Path distribution) {
    launcher = distribution.resolve("bin/gitscaler");
  }

  /** Measures; the environment names the control plane's programs. */
  public static void main(String[] arguments) throws Exception {
    if (!ControlPlane.available()) {
      throw new IllegalArgumentException("set " + ControlPlane.ASSETS);
    }
    Path distribution = Path.of(arguments[0]).toAbsolutePath();
    Benchmark benchmark = new Benchmark(distribution);
    Path folder = Files.createTempDirectory("benchmark");
    try (AggregatedApi metrics =
        AggregatedApi.serve(benchmark.plane, "metrics.k8s.io", "v1beta1")) {
      benchmark.heading();
      for (String size : arguments[1].split(",", -1)) {
        benchmark.measure(folder, metrics, Integer.parseInt(size));
      }
    }
    new ObjectMapper()
        .enable(SerializationFeature.INDENT_OUTPUT)
        .writeValue(distribution.resolveSibling("benchmark.json").toFile(), benchmark.rows);
    // The client's threads would keep the process.
    System.exit(0);
  }

  private void heading() {
    out.printf(
        "medians of %d runs, one pass each, nothing to scale; %d cores%n",
        RUNS, Runtime.getRuntime().availableProcessors());
    out.println("policies  wall s  CPU s  peak MB  API server and etcd CPU s  requests");
  }

  private void measure(Path folder, AggregatedApi metrics, int size)
      throws IOException, InterruptedException, ExecutionException {
    Fleet fleet = new Fleet(folder, "fleet" + size, size);
    fleet.deploy(metrics);
    List<String> command = fleet.command(launcher);
    // The first one meets every policy for the first time and commits them.
    Cost first = Cost.of(command);
    AuditLog audit = plane.audit();
    long mark = audit.mark();
    Duration servers = servers();
    List<Cost> costs = new ArrayList<>();
    for (int run = 0; run < RUNS; run++) {
      costs.add(Cost.of(command));
    }
    double serverSeconds = servers().minus(servers).toMillis() / 1000.0 / RUNS;
    Map<String, Integer> requests = new TreeMap<>();
    for (AuditLog.Request one : audit.since(mark)) {
      if (one.agent().startsWith("gitscaler/")) {
        requests.merge(one.verb(), 1, Integer::sum);
      }
    }
    requests.replaceAll((verb, count) -> count / RUNS);
    report(size, first, Cost.median(costs), serverSeconds, requests);
  }

  private void report(
      int size, Cost first, Cost cost, double serverSeconds, Map<String, Integer> requests) {
    out.printf(
        Locale.ROOT,
        "%8d  %6.2f  %5.2f  %7.0f  %25.2f  %s%n",
        size,
        cost.wallSeconds(),
        cost.cpuSeconds(),
        cost.megabytes(),
        serverSeconds,
        requests);
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("policies", size);
    row.put("first", first);
    row.put("median", cost);
    row.put("serverCpuSeconds", serverSeconds);
    row.put("requests", requests);
    rows.add(row);
  }

  /** CPU time that the control plane has used so far, that for other clients included. */
  private static Duration servers() {
    return ProcessHandle.current()
        .descendants()
        .filter(one -> one.info().command().orElse("").matches(".*/(kube-apiserver|etcd)"))
        .map(one -> one.info().totalCpuDuration().orElse(Duration.ZERO))
        .reduce(Duration.ZERO, Duration::plus);
  }
}
