package io.gitscaler.testing;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Every change of replicas of a namespace's Deployments, as the API server's own watch tells it. */
public final class ReplicaWatch implements Watcher<Deployment>, AutoCloseable {
  private static final String MARK = "watched-up-to";

  private final KubernetesClient client;
  private final String namespace;
  private final Map<String, Integer> last = new ConcurrentHashMap<>();
  private final Map<String, List<String>> changes = new TreeMap<>();
  private final Map<String, CompletableFuture<Boolean>> marks = new ConcurrentHashMap<>();
  private final Watch watch;

  /** Watches from now on. */
  public ReplicaWatch(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
    var list = client.apps().deployments().inNamespace(namespace).list();
    list.getItems()
        .forEach(one -> last.put(one.getMetadata().getName(), one.getSpec().getReplicas()));
    watch =
        client
            .apps()
            .deployments()
            .inNamespace(namespace)
            .withResourceVersion(list.getMetadata().getResourceVersion())
            .watch(this);
  }

  /** The changes so far, each as {@code 1 -> 3}; waits until the watch has told everything that happened before this call. */
  public synchronized List<String> of(String deployment) throws Exception {
    String mark = UUID.randomUUID().toString();
    CompletableFuture<Boolean> seen = new CompletableFuture<>();
    marks.put(mark, seen);
    client
        .apps()
        .deployments()
        .inNamespace(namespace)
        .withName(deployment)
        // Without a precondition: controllers may write to the same object at any moment.
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\": {\"annotations\": {\"%s\": \"%s\"}}}".formatted(MARK, mark));
    seen.get(30, TimeUnit.SECONDS);
    synchronized (changes) {
      return List.copyOf(changes.getOrDefault(deployment, List.of()));
    }
  }

  @Override
  public void eventReceived(Action action, Deployment seen) {
    String name = seen.getMetadata().getName();
    int now = seen.getSpec().getReplicas();
    Integer before = last.put(name, now);
    if (before != null && before != now) {
      synchronized (changes) {
        changes.computeIfAbsent(name, key -> new ArrayList<>()).add(before + " -> " + now);
      }
    }
    Map<String, String> annotations = seen.getMetadata().getAnnotations();
    CompletableFuture<Boolean> mark =
        annotations == null ? null : marks.get(annotations.getOrDefault(MARK, ""));
    if (mark != null) {
      mark.complete(true);
    }
  }

  @Override
  public void onClose(WatcherException cause) {
    marks.values().forEach(mark -> mark.completeExceptionally(cause));
  }

  @Override
  public void close() {
    watch.close();
  }
}
