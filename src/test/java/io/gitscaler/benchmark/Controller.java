package io.gitscaler.benchmark;

import io.fabric8.kubernetes.api.model.autoscaling.v1.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v1.HorizontalPodAutoscalerBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.gitscaler.testing.AuditLog;
import io.gitscaler.testing.ControlPlane;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * What the HorizontalPodAutoscaler's own controller costs in a minute, which is four of its rounds, over the same fleet on the
 * same machine: what four passes of gitscaler are held against. Its client may ask as often as it likes; with the limits that
 * it is shipped with it does not get round in time.
 */
record Controller(Bench bench, Fleet fleet, int size) {
  private static final Duration MEASURED = Duration.ofMinutes(1);
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  void measure() throws Exception {
    fleet.grow(size);
    List<HorizontalPodAutoscaler> made = new ArrayList<>();
    for (int app = 0; app < size; app++) {
      made.add(admin().resource(autoscaler(app)).create());
    }
    Process process = start();
    try {
      awaitFirstRound(process);
      bench.results().add(minute(process));
    } finally {
      process.destroyForcibly().waitFor();
      // To gitscaler they would be rivals.
      made.forEach(one -> admin().resource(one).delete());
    }
  }

  private Measured minute(Process process) throws IOException, InterruptedException {
    AuditLog audit = bench.plane().audit();
    long mark = audit.mark();
    Duration before = cpu(process);
    Duration servers = Bench.serverCpu();
    double sent = bench.sentMegabytes();
    // What a controller that never ends costs can only be told for a time.
    if (process.waitFor(MEASURED.toSeconds(), TimeUnit.SECONDS)) {
      throw new IllegalStateException("the controller ended");
    }
    return new Measured(
        "HPA controller, " + size + " targets, a minute",
        1,
        null,
        new Cost(
            MEASURED.toSeconds(),
            cpu(process).minus(before).toMillis() / 1000.0,
            peakMegabytes(process)),
        Bench.serverCpu().minus(servers).toMillis() / 1000.0,
        bench.sentMegabytes() - sent,
        Bench.requests("kube-controller-manager", audit.since(mark), 1),
        "",
        Double.NaN);
  }

  private Process start() throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(
                        Objects.requireNonNull(System.getenv(ControlPlane.ASSETS)),
                        "kube-controller-manager")
                    .toString(),
                "--kubeconfig=" + bench.plane().kubeconfig(bench.folder().resolve("controller")),
                "--controllers=horizontalpodautoscaling",
                "--leader-elect=false",
                "--kube-api-qps=2000",
                "--kube-api-burst=4000",
                "--secure-port=0"));
    if (bench.plane().minorVersion() < 24) {
      command.add("--port=0");
    }
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(bench.folder().resolve("controller.log").toFile())
        .start();
  }

  private void awaitFirstRound(Process process) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!measuredAll()) {
      if (process.waitFor(2, TimeUnit.SECONDS) || System.nanoTime() > end) {
        throw new IllegalStateException(
            "the controller has not measured every target; its log is "
                + bench.folder().resolve("controller.log"));
      }
    }
  }

  private boolean measuredAll() {
    return admin()
        .autoscaling()
        .v1()
        .horizontalPodAutoscalers()
        .inAnyNamespace()
        .list()
        .getItems()
        .stream()
        .allMatch(
            one ->
                one.getStatus() != null
                    && one.getStatus().getCurrentCPUUtilizationPercentage() != null);
  }

  private KubernetesClient admin() {
    return bench.plane().admin();
  }

  private static HorizontalPodAutoscaler autoscaler(int app) {
    return new HorizontalPodAutoscalerBuilder()
        .withNewMetadata()
        .withName(Fleet.app(app))
        .withNamespace(Fleet.namespace(app))
        .endMetadata()
        .withNewSpec()
        .withNewScaleTargetRef("apps/v1", "Deployment", Fleet.app(app))
        .withMinReplicas(2)
        .withMaxReplicas(20)
        .withTargetCPUUtilizationPercentage(60)
        .endSpec()
        .build();
  }

  private static Duration cpu(Process process) {
    return process.info().totalCpuDuration().orElseThrow();
  }

  private static double peakMegabytes(Process process) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
        .findFirst()
        .orElse(Double.NaN);
  }
}
