package io.gitscaler.kubernetes;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.gitscaler.failure.FailureKind;
import io.gitscaler.failure.OutsideFailure;
import io.gitscaler.history.StoredState;
import io.gitscaler.statefile.HistoryFile;
import io.gitscaler.statefile.StateParts;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one shard keeps, in ConfigMaps: in one of the home's name, and in {@code NAME-1}, {@code NAME-2} and so on once it outgrows
 * that. A write replaces a ConfigMap at the version that was read, so that somebody else's write is never overwritten; what did
 * not change is not written.
 */
final class ConfigMapHome {
  /** A ConfigMap may hold 1 MiB; the rest is for names, labels and what the API server keeps beside the data. */
  static final int PART_BYTES = 900 * 1024;

  private final KubernetesClient client;
  private final String namespace;
  private final String state;
  private final String name;
  private final int partBytes;
  private final Map<Integer, ObjectMeta> known = new TreeMap<>();
  private @Nullable StateParts parts;

  /** A home in which nothing is known to be. */
  ConfigMapHome(KubernetesClient client, String namespace, String state, int shard, int partBytes) {
    this.client = client;
    this.namespace = namespace;
    this.state = state;
    this.name = StateNames.home(state, shard);
    this.partBytes = partBytes;
    this.parts = new StateParts(partBytes, new TreeMap<>());
  }

  /** Reads its ConfigMaps, by their number. */
  StoredState read(Map<Integer, ConfigMap> found) {
    SortedMap<Integer, HistoryFile> files = new TreeMap<>();
    found.forEach(
        (number, map) -> {
          files.put(number, file(map));
          known.put(number, map.getMetadata());
        });
    StateParts read = new StateParts(partBytes, files);
    if (!read.missing().isEmpty()) {
      throw new OutsideFailure(
          FailureKind.UNUSABLE,
          where(StateNames.part(name, read.missing().first())),
          "it is a part of the state, and is missing or has lost its label "
              + StateLabels.STATE
              + "="
              + state
              + "; nothing was changed",
          "Give it its label again or restore it, or delete all of the state's ConfigMaps: then windows, streaks"
              + " and records that are not in Git yet are lost.");
    }
    parts = read;
    return read.state();
  }

  private HistoryFile file(ConfigMap map) {
    String object = map.getMetadata().getName();
    Map<String, String> data = map.getData() == null ? Map.of() : map.getData();
    HistoryFile file = HistoryFile.read(where(object), data);
    if (!StateSeal.isWhole(object, data)) {
      throw new OutsideFailure(
          FailureKind.UNUSABLE,
          where(object),
          "the state is not as gitscaler wrote it: something is missing, was edited or comes from another object;"
              + " nothing was changed",
          "Restore the object. Where all in it is right, remove its key "
              + StateSeal.KEY
              + "; or delete it: then windows, streaks and records that are not in Git yet are lost.");
    }
    return file;
  }

  /** As {@link io.gitscaler.history.StateHomes#save}. */
  void save(StoredState state) {
    StateParts stored = parts;
    if (stored == null) {
      throw new IllegalStateException("the last save failed");
    }
    // Half of a save may be written when it fails: what is there is then known only after the next
    // load.
    parts = null;
    for (StateParts.Change change : stored.changesTo(state)) {
      write(change);
      stored = stored.after(change);
    }
    parts = stored;
  }

  /** Deletes all of it, as it was read. */
  void remove() {
    if (known.size() > 1) {
      save(StoredState.EMPTY); // So that whatever is left when this stops half-way is a state.
    }
    known.values().forEach(this::delete);
    known.clear();
    parts = null;
  }

  private void write(StateParts.Change change) {
    HistoryFile file = change.file();
    ObjectMeta meta = known.get(change.number());
    if (file != null) {
      ConfigMap written = meta == null ? create(change.number(), file) : update(meta, file);
      String where = where(StateNames.part(name, change.number()));
      known.put(change.number(), KubernetesFailures.whole(where, written).getMetadata());
    } else if (meta != null) {
      delete(meta);
      known.remove(change.number());
    }
  }

  private ConfigMap create(int number, HistoryFile file) {
    ConfigMap wanted =
        new ConfigMapBuilder()
            .withNewMetadata()
            .withNamespace(namespace)
            .withName(StateNames.part(name, number))
            .withLabels(StateLabels.of(state))
            .endMetadata()
            .withData(StateSeal.sealed(StateNames.part(name, number), file.spell()))
            .build();
    try {
      return resource(wanted).create();
    } catch (KubernetesClientException e) {
      return oursOrThrow(wanted, e);
    }
  }

  private ConfigMap update(ObjectMeta meta, HistoryFile file) {
    ConfigMap wanted =
        new ConfigMapBuilder()
            .withMetadata(meta)
            .withData(StateSeal.sealed(meta.getName(), file.spell()))
            .build();
    try {
      return resource(wanted).update();
    } catch (KubernetesClientException e) {
      return oursOrThrow(wanted, e);
    }
  }

  private void delete(ObjectMeta meta) {
    ConfigMap gone = new ConfigMapBuilder().withMetadata(meta).build();
    try {
      resource(gone).lockResourceVersion(meta.getResourceVersion()).delete();
    } catch (KubernetesClientException e) {
      throw KubernetesFailures.translate(where(meta.getName()), e);
    }
  }

  private Resource<ConfigMap> resource(ConfigMap object) {
    return client.configMaps().inNamespace(namespace).resource(object);
  }

  /** What was written after all: a request that is sent again after a lost answer conflicts with its own first try. */
  private ConfigMap oursOrThrow(ConfigMap wanted, KubernetesClientException refused) {
    String where = where(wanted.getMetadata().getName());
    OutsideFailure failure = KubernetesFailures.translate(where, refused);
    if (failure.kind() == FailureKind.FORBIDDEN) {
      throw outgrown(wanted, failure);
    }
    if (failure.kind() != FailureKind.CONFLICT) {
      throw failure;
    }
    ConfigMap found;
    try {
      found = resource(wanted).get();
    } catch (KubernetesClientException e) {
      throw KubernetesFailures.translate(where, e);
    }
    boolean labelled = found == null || StateLabels.on(found, state);
    if (found != null && labelled && wanted.getData().equals(found.getData())) {
      return found;
    }
    throw new OutsideFailure(
        FailureKind.CONFLICT,
        where,
        labelled
            ? "somebody else wrote it since it was read; nothing of theirs was overwritten"
            : "it is there without the label " + StateLabels.STATE + "=" + state,
        labelled
            ? "The next run reads it anew."
            : "Give it the label if it holds state, else choose another --state-name.",
        refused);
  }

  /** A state that may write its first ConfigMap and not a later one has more of them than its Role names. */
  private OutsideFailure outgrown(ConfigMap wanted, OutsideFailure refused) {
    String object = wanted.getMetadata().getName();
    if (object.equals(name) || !(refused.getCause() instanceof KubernetesClientException denial)) {
      return refused;
    }
    return RbacDenial.parse(String.valueOf(denial.getMessage()))
        .map(
            missing ->
                new OutsideFailure(
                    FailureKind.FORBIDDEN,
                    where(object),
                    missing.what()
                        + " under this name: the state has outgrown the ConfigMaps that the Role names; what is stored"
                        + " stays",
                    "Apply anew what gitscaler manifests prints. Where that does not name it, look why so many records"
                        + " wait for Git, and add this name and some after it to the Role's rules for ConfigMaps.",
                    denial))
        .orElse(refused);
  }

  private String where(String object) {
    return "configmaps " + namespace + "/" + object;
  }
}
