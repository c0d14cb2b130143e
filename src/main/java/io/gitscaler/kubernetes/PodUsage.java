package io.gitscaler.kubernetes;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What PodMetrics tell of one pod. Texts are as they were sent, because most of them are never looked at.
 *
 * @param timestamp such as {@code 2026-11-22T09:00:00Z}; may be empty
 * @param window as Go writes durations; may be empty
 */
record PodUsage(
    String name,
    Map<String, String> labels,
    String timestamp,
    String window,
    List<ContainerUsage> containers) {
  /**
   * One container.
   *
   * @param usage amounts by resource name
   */
  record ContainerUsage(String name, Map<String, String> usage) {}

  /** Reads them out of a list while it arrives. */
  static final class Reader {
    private final Set<String> resources;
    private final Shared shared = new Shared();

    /**
     * A reader for one list.
     *
     * @param resources those of interest; what else a container uses is left out
     */
    Reader(Set<String> resources) {
      this.resources = resources;
    }

    PodUsage read(JsonParser parser) throws IOException {
      Map<String, String> texts = new HashMap<>();
      List<Map<String, String>> labels = new ArrayList<>(1);
      List<ContainerUsage> containers = new ArrayList<>(2);
      JsonFields.ofObject(
          parser,
          field -> {
            switch (field) {
              case "metadata" ->
                  JsonFields.ofObject(parser, name -> metadata(parser, name, texts, labels));
              case "timestamp", "window" -> texts.put(field, JsonFields.text(parser));
              case "containers" ->
                  JsonFields.ofArray(parser, () -> containers.add(container(parser)));
              default -> JsonFields.skip(parser);
            }
          });
      return new PodUsage(
          texts.getOrDefault("name", ""),
          labels.isEmpty() ? Map.of() : labels.getFirst(),
          shared.one(texts.getOrDefault("timestamp", "")),
          shared.one(texts.getOrDefault("window", "")),
          List.copyOf(containers));
    }

    private void metadata(
        JsonParser parser,
        String field,
        Map<String, String> texts,
        List<Map<String, String>> labels)
        throws IOException {
      switch (field) {
        case "name" -> texts.put(field, JsonFields.text(parser));
        case "labels" -> labels.add(shared.one(JsonFields.texts(parser)));
        default -> JsonFields.skip(parser);
      }
    }

    private ContainerUsage container(JsonParser parser) throws IOException {
      Map<String, String> names = new HashMap<>();
      Map<String, String> usage = new HashMap<>();
      JsonFields.ofObject(
          parser,
          field -> {
            switch (field) {
              case "name" -> names.put(field, shared.one(JsonFields.text(parser)));
              case "usage" ->
                  JsonFields.ofObject(
                      parser,
                      resource -> {
                        if (resources.contains(resource)) {
                          usage.put(resource, JsonFields.text(parser));
                        } else {
                          JsonFields.skip(parser);
                        }
                      });
              default -> JsonFields.skip(parser);
            }
          });
      return new ContainerUsage(names.getOrDefault("name", ""), Map.copyOf(usage));
    }
  }
}
