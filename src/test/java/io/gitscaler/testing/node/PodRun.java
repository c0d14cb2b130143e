package io.gitscaler.testing.node;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.gitscaler.cronjob.Lowering;
import io.gitscaler.testing.node.Sandbox.User;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One Pod's processes, from the first that starts to the last that ends. */
final class PodRun {
  private final KubernetesClient client;
  private final Pod pod;
  private final Image image;
  private final Map<String, String> node;
  private final Path folder;
  private final Map<String, Process> processes = new LinkedHashMap<>();
  private boolean stopped;

  /**
   * @param node variables that a kubelet adds: where the API server is
   */
  PodRun(KubernetesClient client, Pod pod, Image image, Map<String, String> node, Path folder) {
    this.client = client;
    this.pod = pod;
    this.image = image;
    this.node = node;
    this.folder = folder;
  }

  /** Starts the containers, tells the API server, waits for their ends, and tells it of those. */
  void run(Path serverCertificate) throws IOException, InterruptedException {
    KnownFields.check(pod.getSpec());
    PodVolumes volumes =
        new PodVolumes(client, pod, folder, serverCertificate, user(null).shared());
    Set<String> sidecars = sidecars();
    for (boolean sidecar : new boolean[] {true, false}) {
      for (Container container : pod.getSpec().getContainers()) {
        if (sidecars.contains(container.getName()) == sidecar) {
          start(container, volumes);
        }
      }
    }
    report("Running");
    for (Map.Entry<String, Process> each : processes.entrySet()) {
      if (!sidecars.contains(each.getKey())) {
        each.getValue().waitFor();
      }
    }
    stop();
    boolean failed =
        processes.entrySet().stream()
            .anyMatch(one -> !sidecars.contains(one.getKey()) && one.getValue().exitValue() != 0);
    report(failed ? "Failed" : "Succeeded");
  }

  /** SIGTERM, and after the grace period SIGKILL. */
  void stop() throws InterruptedException {
    List<Process> running;
    synchronized (processes) {
      stopped = true;
      running = List.copyOf(processes.values());
    }
    running.forEach(Sandbox::terminate);
    long grace = Objects.requireNonNullElse(pod.getSpec().getTerminationGracePeriodSeconds(), 30L);
    for (Process process : running) {
      if (!process.waitFor(grace, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    }
  }

  String output(String container) {
    return Sandbox.output(folder.resolve(container));
  }

  private Set<String> sidecars() {
    Map<String, String> annotations = pod.getMetadata().getAnnotations();
    String names = annotations == null ? null : annotations.get(Lowering.SIDECARS);
    return names == null ? Set.of() : Set.of(names.split(","));
  }

  private void start(Container container, PodVolumes volumes)
      throws IOException, InterruptedException {
    Map<String, String> given = new LinkedHashMap<>(image.environment());
    given.put("HOSTNAME", pod.getMetadata().getName());
    given.put("HOME", "/");
    given.putAll(node);
    Map<String, String> variables = ContainerEnvironment.of(client, pod, container, given);
    List<String> command = new ArrayList<>(orElse(container.getCommand(), image.entrypoint()));
    command.addAll(orElse(container.getArgs(), List.of()));
    synchronized (processes) {
      if (!stopped) {
        processes.put(
            container.getName(),
            Sandbox.start(
                image,
                volumes.mounts(container),
                variables,
                user(container),
                ContainerEnvironment.expanded(command, variables),
                folder.resolve(container.getName())));
      }
    }
    awaitStartup(container);
  }

  /** What starts after a container waits for its startup probe, as after a native sidecar. */
  private void awaitStartup(Container container) throws IOException, InterruptedException {
    if (container.getStartupProbe() == null) {
      return;
    }
    Process process = processes.get(container.getName());
    if (process == null) {
      return; // The Pod is being stopped.
    }
    List<String> probe = container.getStartupProbe().getExec().getCommand();
    Instant end = Instant.now().plusSeconds(60);
    while (!Sandbox.exec(process, probe)) {
      if (process.waitFor(100, TimeUnit.MILLISECONDS) || Instant.now().isAfter(end)) {
        throw new IOException(
            container.getName() + " did not start: " + output(container.getName()));
      }
    }
  }

  private static List<String> orElse(@Nullable List<String> own, List<String> images) {
    return own == null || own.isEmpty() ? images : own;
  }

  private User user(@Nullable Container container) {
    PodSecurityContext all = Objects.requireNonNull(pod.getSpec().getSecurityContext());
    var own = container == null ? null : container.getSecurityContext();
    long id = own == null || own.getRunAsUser() == null ? all.getRunAsUser() : own.getRunAsUser();
    long group =
        own == null || own.getRunAsGroup() == null ? all.getRunAsGroup() : own.getRunAsGroup();
    return new User(id, group, all.getFsGroup() == null ? group : all.getFsGroup());
  }

  private void report(String phase) {
    List<ContainerStatus> statuses = new ArrayList<>();
    processes.forEach((name, process) -> statuses.add(status(name, process)));
    client
        .pods()
        .inNamespace(pod.getMetadata().getNamespace())
        .withName(pod.getMetadata().getName())
        .editStatus(
            found ->
                new PodBuilder(found)
                    .editOrNewStatus()
                    .withPhase(phase)
                    .withContainerStatuses(statuses)
                    .endStatus()
                    .build());
  }

  private ContainerStatus status(String name, Process process) {
    ContainerStatusBuilder status =
        new ContainerStatusBuilder()
            .withName(name)
            .withImage("local")
            .withImageID("local")
            .withReady(process.isAlive())
            .withRestartCount(0);
    return process.isAlive()
        ? status.withNewState().withNewRunning().endRunning().endState().build()
        : status
            .withNewState()
            .withNewTerminated()
            .withExitCode(process.exitValue())
            .endTerminated()
            .endState()
            .build();
  }
}
