package io.gitscaler.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.gitscaler.failure.FailureKind;
import io.gitscaler.failure.OutsideFailure;
import io.gitscaler.policy.KeptPolicies;
import io.gitscaler.policy.PolicyArchive;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps versions of the policies in ConfigMaps: {@code NAME-policies} lists them, and each of {@code NAME-policies-1} to
 * {@code -4} holds the files of one. The files are written before the list that names them, and never over files that the list
 * names, so that whatever is interrupted leaves what was kept before.
 */
public final class ConfigMapPolicyArchive implements PolicyArchive {
  /** The label of these ConfigMaps; its value is the state's name. It keeps them out of the one list that reads the state. */
  static final String LABEL = "gitscaler.io/policies";

  static final String LIST_KEY = "versions";
  static final String FILES_KEY = "policies.zip";
  private static final String CONTENT_KEY = "content";

  private final KubernetesClient client;
  private final String namespace;
  private final String name;

  /**
   * An archive that has not looked yet.
   *
   * @param name of the state that it belongs to
   */
  public ConfigMapPolicyArchive(KubernetesClient client, String namespace, String name) {
    this.client = client;
    this.namespace = namespace;
    this.name = name;
  }

  /** What an archive needs in its namespace, besides the making of ConfigMaps. */
  static List<Right> rights(String name) {
    List<Right> rights = new ArrayList<>();
    for (String verb : List.of("get", "update")) {
      rights.add(new Right("", "configmaps", verb, name + "-policies"));
      for (int slot = 1; slot <= MOST_VERSIONS + 1; slot++) {
        rights.add(new Right("", "configmaps", verb, name + "-policies-" + slot));
      }
    }
    return rights;
  }

  @Override
  public List<KeptPolicies> kept() {
    return read(get(listName())).stream().map(KeptVersion::policies).toList();
  }

  private List<KeptVersion> read(@Nullable ConfigMap list) {
    String text = list == null || list.getData() == null ? null : list.getData().get(LIST_KEY);
    if (text == null) {
      return List.of();
    }
    try {
      return List.of(ApiRequests.JSON.readValue(text, KeptVersion[].class));
    } catch (JsonProcessingException | NullPointerException e) {
      // The latter for a null that JSON allows where a version should be.
      throw unreadable(listName(), e);
    }
  }

  @Override
  public byte[] files(KeptPolicies version) {
    for (KeptVersion each : read(get(listName()))) {
      if (each.content().equals(version.content())) {
        return files(each);
      }
    }
    throw missing(listName(), version.content());
  }

  private byte[] files(KeptVersion version) {
    String object = slotName(version.slot());
    ConfigMap found = get(object);
    if (found == null
        || found.getData() == null
        || !version.content().equals(found.getData().get(CONTENT_KEY))
        || found.getBinaryData() == null
        || found.getBinaryData().get(FILES_KEY) == null) {
      throw missing(object, version.content());
    }
    try {
      return Base64.getDecoder().decode(found.getBinaryData().get(FILES_KEY));
    } catch (IllegalArgumentException e) {
      throw unreadable(object, e);
    }
  }

  @Override
  public void keep(List<KeptPolicies> versions, byte[] newest) {
    ConfigMap list = get(listName());
    Map<String, Integer> slots = new TreeMap<>();
    read(list).forEach(each -> slots.put(each.content(), each.slot()));
    if (newest.length > 0) {
      String content = versions.getFirst().content();
      if (!slots.containsKey(content)) {
        int slot = free(slots);
        write(
            get(slotName(slot)),
            object(slotName(slot))
                .withData(Map.of(CONTENT_KEY, content))
                .withBinaryData(Map.of(FILES_KEY, Base64.getEncoder().encodeToString(newest)))
                .build());
        slots.put(content, slot);
      }
    }
    List<KeptVersion> spelled = new ArrayList<>();
    for (KeptPolicies version : versions) {
      Integer slot = slots.get(version.content());
      if (slot != null) {
        spelled.add(KeptVersion.of(version, slot));
      }
    }
    if (list == null && spelled.isEmpty()) {
      return;
    }
    try {
      String text = ApiRequests.JSON.writeValueAsString(spelled);
      write(list, object(listName()).withData(Map.of(LIST_KEY, text)).build());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts and numbers can be written as JSON", e);
    }
  }

  /** There is one place more than there are versions. */
  private static int free(Map<String, Integer> slots) {
    int slot = 1;
    while (slots.containsValue(slot)) {
      slot++;
    }
    return slot;
  }

  private ConfigMapBuilder object(String object) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withNamespace(namespace)
        .withName(object)
        .withLabels(Map.of(StateLabels.MANAGED_BY, "gitscaler", LABEL, name))
        .endMetadata();
  }

  private @Nullable ConfigMap get(String object) {
    try {
      return client.configMaps().inNamespace(namespace).withName(object).get();
    } catch (KubernetesClientException e) {
      throw KubernetesFailures.translate(where(object), e);
    }
  }

  private void write(@Nullable ConfigMap found, ConfigMap wanted) {
    try {
      if (found == null) {
        client.configMaps().inNamespace(namespace).resource(wanted).create();
      } else {
        wanted.getMetadata().setResourceVersion(found.getMetadata().getResourceVersion());
        client.configMaps().inNamespace(namespace).resource(wanted).update();
      }
    } catch (KubernetesClientException e) {
      throw KubernetesFailures.translate(where(wanted.getMetadata().getName()), e);
    }
  }

  private String listName() {
    return name + "-policies";
  }

  private String slotName(int slot) {
    return listName() + "-" + slot;
  }

  private String where(String object) {
    return "configmaps " + namespace + "/" + object;
  }

  private OutsideFailure missing(String object, String content) {
    return new OutsideFailure(
        FailureKind.UNUSABLE,
        where(object),
        "it does not hold the policies " + content,
        "Delete " + where(listName()) + "; the next run that reaches Git writes it anew.");
  }

  private OutsideFailure unreadable(String object, Exception cause) {
    return new OutsideFailure(
        FailureKind.UNUSABLE,
        where(object),
        "it cannot be understood",
        "Delete it; the next run that reaches Git writes it anew.",
        cause);
  }
}
