package io.gitscaler.testing.node;

import io.fabric8.kubernetes.api.model.BindingBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.gitscaler.cronjob.Lowering;
import io.gitscaler.testing.ControlPlane;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Takes the Pods of one namespace as a scheduler and a kubelet do: binds them, runs their containers as local processes, and
 * keeps their status, so that the control plane's own controllers go on from there.
 */
public final class Node implements AutoCloseable {
  private static final String NAME = "stand-in";

  private final KubernetesClient client;
  private final Path serverCertificate;
  private final Map<String, String> variables;
  private final Image image;
  private final Path folder;
  private final Set<String> taken = ConcurrentHashMap.newKeySet();
  private final Map<String, PodRun> runs = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> indexes = new ConcurrentHashMap<>();
  private final List<Throwable> failures = new CopyOnWriteArrayList<>();
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final Watch watch;

  private Node(ControlPlane plane, String namespace, Image image, Path folder) {
    this.client = plane.admin();
    this.serverCertificate = plane.serverCertificate();
    URI server = URI.create(plane.url());
    this.variables =
        Map.of(
            "KUBERNETES_SERVICE_HOST", server.getHost(),
            "KUBERNETES_SERVICE_PORT", Integer.toString(server.getPort()));
    this.image = image;
    this.folder = folder;
    this.watch =
        client
            .pods()
            .inNamespace(namespace)
            .watch(
                new Watcher<>() {
                  @Override
                  public void eventReceived(Action action, Pod pod) {
                    executor.execute(() -> sees(action, pod));
                  }

                  @Override
                  public void onClose(@Nullable WatcherException cause) {
                    if (cause != null) {
                      failures.add(cause);
                    }
                  }
                });
  }

  /**
   * Starts taking Pods.
   *
   * @param image what every container runs, whatever image it names
   * @param folder where volumes and output are kept, a folder for each Pod
   */
  public static Node take(ControlPlane plane, String namespace, Image image, Path folder) {
    return new Node(plane, namespace, image, folder);
  }

  /** What a container has printed so far. */
  public String output(String pod, String container) {
    PodRun run = runs.get(pod);
    return run == null ? "never started" : run.output(container);
  }

  /** What went wrong here and not in a container; empty where nothing did. */
  public List<Throwable> failures() {
    return List.copyOf(failures);
  }

  private void sees(Watcher.Action action, Pod pod) {
    String name = pod.getMetadata().getName();
    try {
      boolean leaves = pod.getMetadata().getDeletionTimestamp() != null;
      if (action == Watcher.Action.ADDED
          && !leaves
          && pod.getSpec().getNodeName() == null
          && taken.add(name)) {
        PodRun run = new PodRun(client, pod, image, variables(pod), folder.resolve(name));
        runs.put(name, run);
        bind(pod);
        run.run(serverCertificate);
      } else if (action == Watcher.Action.MODIFIED && leaves && runs.containsKey(name)) {
        Objects.requireNonNull(runs.get(name)).stop();
        client.resource(pod).withGracePeriod(0).delete();
      }
    } catch (KubernetesClientException e) {
      if (e.getCode() != 404) {
        failures.add(e);
      }
    } catch (IOException | RuntimeException e) {
      failures.add(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What the control plane of an Indexed Job tells its Pods is here for one that does not know such Jobs. */
  private Map<String, String> variables(Pod pod) {
    Map<String, String> all = new HashMap<>(variables);
    Map<String, String> annotations = pod.getMetadata().getAnnotations();
    if (annotations != null && annotations.containsKey(Lowering.INDEXED)) {
      String job = pod.getMetadata().getLabels().get("job-name");
      int index = indexes.computeIfAbsent(job, any -> new AtomicInteger()).getAndIncrement();
      all.put("JOB_COMPLETION_INDEX", Integer.toString(index));
    }
    return all;
  }

  private void bind(Pod pod) {
    client
        .bindings()
        .inNamespace(pod.getMetadata().getNamespace())
        .resource(
            new BindingBuilder()
                .withNewMetadata()
                .withName(pod.getMetadata().getName())
                .endMetadata()
                .withNewTarget()
                .withKind("Node")
                .withName(NAME)
                .endTarget()
                .build())
        .create();
  }

  @Override
  public void close() {
    watch.close();
    for (PodRun run : runs.values()) {
      try {
        run.stop();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new UncheckedIOException(new IOException("interrupted", e));
      }
    }
    executor.shutdownNow();
    executor.close();
  }
}
