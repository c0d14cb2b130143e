package io.gitscaler.benchmark;

import io.gitscaler.testing.AggregatedApi;
import io.gitscaler.testing.ControlPlane;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures runs of the distribution, each a process of its own. Prints a table and writes {@code benchmark.json} beside the
 * distribution. The arguments are the distribution's folder, the parts to measure, the sizes of fleets, and an earlier {@code
 * benchmark.json} to compare with, or nothing.
 */
public final class Benchmark {
  /** Parts that need a fleet, but none of that size, take one of this size at most. */
  private static final int USUAL = 1_000;

  private final Bench bench;
  private final Fleet fleet;
  private final int[] sizes;

  private Benchmark(Bench bench, int[] sizes) {
    this.bench = bench;
    this.fleet = new Fleet(bench);
    this.sizes = sizes;
  }

  /** One part of the benchmark. */
  @FunctionalInterface
  private interface Part {
    void measure() throws Exception;
  }

  /** Measures; the environment names the control plane's programs. */
  @SuppressWarnings("CatchAndPrintStackTrace") // nobody is above this
  public static void main(String[] arguments) {
    int status = 1;
    try {
      measure(arguments);
      status = 0;
    } catch (Exception e) {
      e.printStackTrace();
    }
    // Threads of the client and of the stand-ins would keep the process.
    System.exit(status);
  }

  private static void measure(String[] arguments) throws Exception {
    if (!ControlPlane.available()) {
      throw new IllegalArgumentException("set " + ControlPlane.ASSETS);
    }
    Path distribution = Path.of(arguments[0]).toAbsolutePath();
    List<String> parts = List.of(arguments[1].split(",", -1));
    int[] sizes = Arrays.stream(arguments[2].split(",", -1)).mapToInt(Integer::parseInt).toArray();
    Path folder = Files.createTempDirectory("benchmark");
    Results results = new Results(System.out);
    try (AggregatedApi metrics =
            AggregatedApi.serve(ControlPlane.shared(), "metrics.k8s.io", "v1beta1");
        GitServer git = new GitServer(folder)) {
      Bench bench =
          new Bench(
              distribution.resolve("bin/gitscaler"),
              folder,
              ControlPlane.shared(),
              metrics,
              git,
              results);
      new Benchmark(bench, sizes).measure(parts);
    }
    results.write(distribution.resolveSibling("benchmark.json"));
    if (!arguments[3].isEmpty()) {
      results.compare(Path.of(arguments[3]));
    }
  }

  /** The large fleet comes last: older API servers look at all pods of a cluster to list those of one namespace. */
  private void measure(List<String> parts) throws Exception {
    Map<String, Part> all = new LinkedHashMap<>();
    all.put("fleets", () -> fleets(false));
    all.put("passes", () -> passes(usual()));
    all.put("controller", () -> new Controller(bench, fleet, usual()).measure());
    all.put("programs", () -> new ShellPrograms(bench, fleet, usual()).measure());
    all.put("hung", () -> new HungProgram(bench, fleet, Math.ceilDiv(usual(), 2)).measure());
    all.put("trails", () -> new Trails(bench, fleet).measure());
    all.put("bursts", () -> new Trails(bench, fleet).measureBurst(Math.min(usual(), 300)));
    all.put("large", () -> fleets(true));
    List<String> unknown = new ArrayList<>(parts);
    unknown.removeAll(all.keySet());
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "no such parts: " + unknown + "; there are " + all.keySet());
    }
    bench
        .results()
        .heading(
            "each run a process of its own, nothing to scale; API server "
                + bench.plane().admin().getKubernetesVersion().getGitVersion()
                + ", "
                + Runtime.getRuntime().availableProcessors()
                + " cores; medians");
    for (Map.Entry<String, Part> part : all.entrySet()) {
      if (parts.contains(part.getKey())) {
        part.getValue().measure();
      }
    }
  }

  private int usual() {
    return Math.min(USUAL, Arrays.stream(sizes).max().orElseThrow());
  }

  private void fleets(boolean large) throws Exception {
    for (int size : sizes) {
      if (size > USUAL == large) {
        fleet.grow(size);
        Installation all = Installation.of(bench, "cpu-" + size, size, app -> Installation.CPU);
        Cost first = all.first();
        Measured measured =
            bench.measure(
                what(size) + ", one pass",
                large ? 1 : size == USUAL ? 3 : 5,
                all.command(),
                Bench.Preparation.NONE);
        bench.results().add(measured.after(first));
        if (large) {
          bench.results().add(passes(all, size, 3, "1s"));
        }
      }
    }
  }

  private void passes(int size) throws Exception {
    fleet.grow(size);
    Installation all = Installation.of(bench, "passes-" + size, size, app -> Installation.CPU);
    Cost first = all.first();
    bench.results().add(passes(all, size, 4, size < USUAL ? "1s" : "15s").after(first));
  }

  private Measured passes(Installation all, int size, int passes, String interval)
      throws Exception {
    return bench.measure(
        what(size) + ", " + passes + " passes, " + interval,
        1,
        all.command("--passes=" + passes, "--interval=" + interval),
        Bench.Preparation.NONE);
  }

  private static String what(int size) {
    return size == 1 ? "1 policy" : size + " policies";
  }
}
