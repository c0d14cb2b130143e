package io.gitscaler.kubernetes;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import io.gitscaler.policy.Quantity;
import io.gitscaler.workload.PodSnapshot;
import io.gitscaler.workload.PodSnapshot.Container;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads pods out of a JSON list while it arrives: of each no more than decisions need, and what many have in common only once. */
final class PodReader {
  private final String namespace;
  private final PodDraft.Common common = new PodDraft.Common();

  PodReader(String namespace) {
    this.namespace = namespace;
  }

  PodSnapshot read(JsonParser parser) throws IOException {
    return read(parser, null);
  }

  /** The same with the whole object for programs. */
  PodSnapshot readWithDocument(JsonParser parser) throws IOException {
    JsonNode pod = ApiRequests.JSON.readTree(parser);
    String document = Documents.of(pod, PodLook.PODS);
    try (JsonParser again = ApiRequests.JSON.treeAsTokens(pod)) {
      again.nextToken();
      return read(again, document);
    }
  }

  private PodSnapshot read(JsonParser parser, @Nullable String document) throws IOException {
    PodDraft pod = new PodDraft();
    JsonFields.ofObject(
        parser,
        field -> {
          switch (field) {
            case "metadata" -> JsonFields.ofObject(parser, name -> metadata(parser, name, pod));
            case "spec" -> JsonFields.ofObject(parser, name -> spec(parser, name, pod));
            case "status" -> JsonFields.ofObject(parser, name -> status(parser, name, pod));
            default -> JsonFields.skip(parser);
          }
        });
    return pod.snapshot(namespace, document);
  }

  private void metadata(JsonParser parser, String field, PodDraft pod) throws IOException {
    switch (field) {
      case "name" -> pod.name = JsonFields.text(parser);
      case "labels" -> pod.labels = common.one(JsonFields.texts(parser));
      case "deletionTimestamp" -> pod.terminating = !JsonFields.text(parser).isEmpty();
      default -> JsonFields.skip(parser);
    }
  }

  private void spec(JsonParser parser, String field, PodDraft pod) throws IOException {
    switch (field) {
      case "containers" -> pod.containers = containers(parser);
      case "initContainers" -> pod.initContainers = containers(parser);
      case "resources" -> pod.podLevelRequests = requests(parser);
      case "overhead" -> pod.overhead = quantities(parser);
      default -> JsonFields.skip(parser);
    }
  }

  private void status(JsonParser parser, String field, PodDraft pod) throws IOException {
    switch (field) {
      case "phase" -> pod.phase(common.one(JsonFields.text(parser)));
      case "startTime" -> pod.startTime = time(JsonFields.text(parser));
      case "conditions" -> JsonFields.ofArray(parser, () -> condition(parser, pod));
      default -> JsonFields.skip(parser);
    }
  }

  private static void condition(JsonParser parser, PodDraft pod) throws IOException {
    Map<String, String> condition = new HashMap<>();
    JsonFields.ofObject(
        parser,
        field -> {
          switch (field) {
            case "type", "status", "lastTransitionTime" ->
                condition.put(field, JsonFields.text(parser));
            default -> JsonFields.skip(parser);
          }
        });
    pod.condition(
        condition.getOrDefault("type", ""),
        condition.getOrDefault("status", ""),
        time(condition.getOrDefault("lastTransitionTime", "")));
  }

  private static @Nullable Instant time(String text) {
    return text.isEmpty() ? null : ApiTime.parse(text);
  }

  private List<Container> containers(JsonParser parser) throws IOException {
    List<Container> containers = new ArrayList<>();
    JsonFields.ofArray(parser, () -> containers.add(container(parser)));
    return common.one(List.copyOf(containers));
  }

  private Container container(JsonParser parser) throws IOException {
    Map<String, String> texts = new HashMap<>();
    List<Map<String, Quantity>> requests = new ArrayList<>(1);
    JsonFields.ofObject(
        parser,
        field -> {
          switch (field) {
            case "name", "restartPolicy" -> texts.put(field, JsonFields.text(parser));
            case "resources" -> {
              Map<String, Quantity> asked = requests(parser);
              if (asked != null) {
                requests.add(asked);
              }
            }
            default -> JsonFields.skip(parser);
          }
        });
    return new Container(
        texts.getOrDefault("name", ""),
        requests.isEmpty() ? Map.of() : requests.getFirst(),
        "Always".equals(texts.get("restartPolicy")));
  }

  /** The requests of {@code resources}; null where there are none. */
  private @Nullable Map<String, Quantity> requests(JsonParser parser) throws IOException {
    List<Map<String, Quantity>> requests = new ArrayList<>(1);
    JsonFields.ofObject(
        parser,
        field -> {
          if (field.equals("requests") && parser.isExpectedStartObjectToken()) {
            requests.add(quantities(parser));
          } else {
            JsonFields.skip(parser);
          }
        });
    return requests.isEmpty() ? null : requests.getFirst();
  }

  private Map<String, Quantity> quantities(JsonParser parser) throws IOException {
    return common.quantities(JsonFields.texts(parser));
  }
}
