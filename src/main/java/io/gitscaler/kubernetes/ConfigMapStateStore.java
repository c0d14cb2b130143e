package io.gitscaler.kubernetes;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.gitscaler.failure.FailureKind;
import io.gitscaler.failure.OutsideFailure;
import io.gitscaler.history.StateStore;
import io.gitscaler.history.StoredState;
import io.gitscaler.statefile.HistoryFile;
import io.gitscaler.statefile.StateParts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the state in ConfigMaps of one namespace: in one of the state's name, and in {@code NAME-1}, {@code NAME-2} and so on
 * once it outgrows that. One list by label reads them all. A write replaces a ConfigMap at the version that was read, so that
 * somebody else's write is never overwritten; what did not change is not written. {@code state-store/README.md} shows them.
 */
public final class ConfigMapStateStore implements StateStore {
  /** A ConfigMap may hold 1 MiB; the rest is for names, labels and what the API server keeps beside the data. */
  static final int PART_BYTES = 900 * 1024;

  private static final int LONGEST_NAME = 60;

  private final KubernetesClient client;
  private final String namespace;
  private final String name;
  private final int partBytes;
  private final Map<Integer, ObjectMeta> known = new HashMap<>();
  private @Nullable StateParts parts;

  /**
   * A store that has not looked yet.
   *
   * @param name of the first ConfigMap; the label's value, too, and so at most {@value #LONGEST_NAME} characters
   */
  public ConfigMapStateStore(KubernetesClient client, String namespace, String name) {
    this(client, namespace, name, PART_BYTES);
  }

  /** The same with parts of another size. */
  ConfigMapStateStore(KubernetesClient client, String namespace, String name, int partBytes) {
    this.client = client;
    this.namespace = namespace;
    this.name = name;
    this.partBytes = partBytes;
  }

  /**
   * What a store needs in its namespace. How many ConfigMaps it will use nobody knows beforehand: 16, and one more for each 500
   * policies, leave room for weeks of records that wait for Git.
   */
  static List<Right> rights(String name, int policies) {
    List<Right> rights = new ArrayList<>();
    rights.add(new Right("", "configmaps", "list", ""));
    rights.add(new Right("", "configmaps", "create", ""));
    for (int number = 0; number < 16 + policies / 500; number++) {
      for (String verb : List.of("get", "update", "delete")) {
        rights.add(new Right("", "configmaps", verb, part(name, number)));
      }
    }
    return rights;
  }

  private static String part(String name, int number) {
    return number == 0 ? name : name + "-" + number;
  }

  @Override
  public StoredState load() {
    parts = null;
    known.clear();
    if (name.length() > LONGEST_NAME) {
      throw new OutsideFailure(
          FailureKind.UNUSABLE,
          where(name),
          "the name is longer than " + LONGEST_NAME + " characters",
          "Choose a shorter --state-name.");
    }
    Pattern ours = Pattern.compile(Pattern.quote(name) + "(?:-([1-9][0-9]{0,4}))?");
    SortedMap<Integer, HistoryFile> files = new TreeMap<>();
    for (ConfigMap found : list()) {
      Matcher matcher = ours.matcher(found.getMetadata().getName());
      if (matcher.matches()) {
        int number = matcher.group(1) == null ? 0 : Integer.parseInt(matcher.group(1));
        files.put(number, read(found));
        known.put(number, found.getMetadata());
      }
    }
    StateParts loaded = new StateParts(partBytes, files);
    parts = loaded;
    return loaded.state();
  }

  private Iterable<ConfigMap> list() {
    try {
      return client
          .configMaps()
          .inNamespace(namespace)
          .withLabel(StateLabels.STATE, name)
          .list()
          .getItems();
    } catch (KubernetesClientException e) {
      throw KubernetesFailures.translate("configmaps in namespace " + namespace, e);
    }
  }

  private HistoryFile read(ConfigMap found) {
    Map<String, String> data = found.getData();
    return HistoryFile.read(where(found.getMetadata().getName()), data == null ? Map.of() : data);
  }

  @Override
  public void save(StoredState state) {
    StateParts stored = parts;
    if (stored == null) {
      throw new IllegalStateException("the state was not loaded, or the last save failed");
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

  private void write(StateParts.Change change) {
    HistoryFile file = change.file();
    ObjectMeta meta = known.get(change.number());
    if (file != null) {
      ConfigMap written = meta == null ? create(change.number(), file) : update(meta, file);
      known.put(change.number(), written.getMetadata());
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
            .withName(part(name, number))
            .withLabels(StateLabels.of(name))
            .endMetadata()
            .withData(file.spell())
            .build();
    try {
      return resource(wanted).create();
    } catch (KubernetesClientException e) {
      return oursOrThrow(wanted, e);
    }
  }

  private ConfigMap update(ObjectMeta meta, HistoryFile file) {
    ConfigMap wanted = new ConfigMapBuilder().withMetadata(meta).withData(file.spell()).build();
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
    if (failure.kind() != FailureKind.CONFLICT) {
      throw failure;
    }
    ConfigMap found;
    try {
      found = resource(wanted).get();
    } catch (KubernetesClientException e) {
      throw KubernetesFailures.translate(where, e);
    }
    boolean labelled = found == null || StateLabels.on(found, name);
    if (found != null && labelled && wanted.getData().equals(found.getData())) {
      return found;
    }
    throw new OutsideFailure(
        FailureKind.CONFLICT,
        where,
        labelled
            ? "somebody else wrote it since it was read; nothing of theirs was overwritten"
            : "it is there without the label " + StateLabels.STATE + "=" + name,
        labelled
            ? "The next run reads it anew."
            : "Give it the label if it holds state, else choose another --state-name.",
        refused);
  }

  private String where(String object) {
    return "configmaps " + namespace + "/" + object;
  }
}
