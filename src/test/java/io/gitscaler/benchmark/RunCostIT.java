package io.gitscaler.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.gitscaler.testing.AggregatedApi;
import io.gitscaler.testing.ControlPlane;
import io.gitscaler.testing.NeedsControlPlane;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The benchmark in short: what a run of the distribution asks of an API server, which is the same on every machine. Times are for
 * the benchmark alone.
 */
@NeedsControlPlane
class RunCostIT {
  @TempDir Path folder;

  @Test
  void requestsGrowWithNamespacesAndPassesAndNotWithPolicies() throws Exception {
    try (AggregatedApi metrics =
            AggregatedApi.serve(ControlPlane.shared(), "metrics.k8s.io", "v1beta1");
        GitServer git = new GitServer(folder);
        PrintStream nowhere =
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
      Bench bench =
          new Bench(
              Path.of("target/gitscaler/bin/gitscaler").toAbsolutePath(),
              folder,
              ControlPlane.shared(),
              metrics,
              git,
              new Results(nowhere));
      Fleet fleet = new Fleet(bench);
      fleet.grow(30);

      Map<String, Integer> one = requests(bench, 1);
      Map<String, Integer> ten = requests(bench, 10);
      Map<String, Integer> thirty = requests(bench, 30);
      Map<String, Integer> twice = requests(bench, 30, "--passes=2", "--interval=1s");

      assertThat(ten).as("nine policies more in the same namespace").isEqualTo(one);
      assertThat(thirty).as("two namespaces more").isEqualTo(more(one, "list", 2 * 4));
      assertThat(twice)
          .as("one pass more over three namespaces")
          .isEqualTo(more(more(thirty, "list", 3 * 4), "update", 1));
    }
  }

  private static Map<String, Integer> requests(Bench bench, int policies, String... more)
      throws Exception {
    Installation all =
        Installation.of(
            bench, "cost-" + policies + "-" + more.length, policies, app -> Installation.CPU);
    all.first();
    return bench.measure("", 1, all.command(more), Bench.Preparation.NONE).requests();
  }

  private static Map<String, Integer> more(Map<String, Integer> requests, String verb, int many) {
    Map<String, Integer> sum = new java.util.TreeMap<>(requests);
    sum.merge(verb, many, Integer::sum);
    return sum;
  }
}
