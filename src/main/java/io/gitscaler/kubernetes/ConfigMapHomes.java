package io.gitscaler.kubernetes;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.gitscaler.failure.FailureKind;
import io.gitscaler.failure.OutsideFailure;
import io.gitscaler.history.StateHomes;
import io.gitscaler.history.StoredState;
import io.gitscaler.policy.Shard;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the state of an installation in ConfigMaps of one namespace, each shard's in a {@link ConfigMapHome}. One list by label
 * reads them all. {@code state-store/README.md} shows them.
 */
public final class ConfigMapHomes implements StateHomes {
  private static final Logger LOG = LoggerFactory.getLogger(ConfigMapHomes.class);
  private static final int LONGEST_NAME = 60;
  private static final int POLICIES_IN_A_PART = 50;

  private final KubernetesClient client;
  private final String namespace;
  private final String name;
  private final int partBytes;
  private final Map<Integer, ConfigMapHome> homes = new HashMap<>();

  /**
   * Homes that nobody has looked at yet.
   *
   * @param name of the state, and of its first ConfigMap; the label's value, too, and so at most {@value #LONGEST_NAME}
   *     characters
   */
  public ConfigMapHomes(KubernetesClient client, String namespace, String name) {
    this(client, namespace, name, ConfigMapHome.PART_BYTES);
  }

  /** The same with parts of another size. */
  ConfigMapHomes(KubernetesClient client, String namespace, String name, int partBytes) {
    this.client = client;
    this.namespace = namespace;
    this.name = name;
    this.partBytes = partBytes;
  }

  /**
   * What the state needs in its namespace. How many ConfigMaps it will use nobody knows beforehand. 16 leave room for weeks of
   * records that wait for Git, and one more for each {@value #POLICIES_IN_A_PART} policies leaves room for the longest windows and for
   * a day on which all scale and nothing can be pushed. Shard 7 runs where there are 8 or more, and so never holds more than an
   * eighth.
   */
  static List<Right> rights(String name, int shards, int policies) {
    List<Right> rights = new ArrayList<>();
    rights.add(new Right("", "configmaps", "list", ""));
    rights.add(new Right("", "configmaps", "create", ""));
    for (int shard = 0; shard < shards; shard++) {
      for (int number = 0; number < mostParts(policies / (shard + 1)); number++) {
        String part = StateNames.part(StateNames.home(name, shard), number);
        for (String verb : List.of("get", "update", "delete")) {
          rights.add(new Right("", "configmaps", verb, part));
        }
      }
    }
    return rights;
  }

  private static int mostParts(int policies) {
    return 16 + Math.ceilDiv(policies, POLICIES_IN_A_PART);
  }

  @Override
  public SortedMap<Integer, StoredState> load() {
    homes.clear();
    if (name.length() > LONGEST_NAME) {
      throw new OutsideFailure(
          FailureKind.UNUSABLE,
          "configmaps " + namespace + "/" + name,
          "the name is longer than " + LONGEST_NAME + " characters",
          "Choose a shorter --state-name.");
    }
    SortedMap<Integer, Map<Integer, ConfigMap>> found = new TreeMap<>();
    for (ConfigMap map : list()) {
      StateNames.Place place = StateNames.place(name, map.getMetadata().getName());
      if (place != null && place.home() < Shard.MOST) {
        found.computeIfAbsent(place.home(), home -> new TreeMap<>()).put(place.number(), map);
      }
    }
    SortedMap<Integer, StoredState> states = new TreeMap<>();
    found.forEach((home, maps) -> states.put(home, home(home).read(maps)));
    return states;
  }

  private Iterable<ConfigMap> list() {
    String where = "configmaps in namespace " + namespace;
    ConfigMapList found;
    try {
      found = client.configMaps().inNamespace(namespace).withLabel(StateLabels.STATE, name).list();
    } catch (KubernetesClientException e) {
      throw KubernetesFailures.translate(client, where, e);
    }
    // Taken for an empty list, it would be a state that forgot everything.
    if (found == null || found.getMetadata() == null) {
      throw KubernetesFailures.unreadable(where, null);
    }
    return found.getItems();
  }

  private ConfigMapHome home(int index) {
    return homes.computeIfAbsent(
        index, home -> new ConfigMapHome(client, namespace, name, home, partBytes));
  }

  @Override
  public void save(int home, StoredState state) {
    home(home).save(state);
  }

  @Override
  public void remove(int home) {
    try {
      home(home).remove();
    } catch (OutsideFailure failure) {
      LOG.warn("what is left of shard {} is not removed: {}", home, failure.sentence());
    }
  }
}
