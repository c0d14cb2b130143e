package io.gitscaler.statefile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.gitscaler.history.QueuedRecord;
import io.gitscaler.history.RecordKind;
import io.gitscaler.history.StoredState;
import io.gitscaler.testing.Arbitrary;
import io.gitscaler.testing.SampleRecords;
import io.gitscaler.testing.SampleState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the folder {@code state-store/} against what is really spelled. */
class StateStoreFolderTest {
  private static final Path FOLDER = Path.of("state-store");
  private static final RecordLine FORMAT = new RecordLine();
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(
          SpecificationVersion.DRAFT_2020_12,
          registry ->
              registry.schemas(
                  Map.of(
                      "https://gitscaler.io/schemas/record.v1.json", read("record.schema.json"),
                      "https://gitscaler.io/schemas/state.v2.json", read("state.schema.json"))));
  private static final Schema RECORD = schema("record.v1");
  private static final Schema STATE = schema("state.v2");

  private static Schema schema(String name) {
    return REGISTRY.getSchema(SchemaLocation.of("https://gitscaler.io/schemas/" + name + ".json"));
  }

  private static String read(String file) {
    try {
      return Files.readString(FOLDER.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void recordsFollowTheirSchema() throws IOException {
    Arbitrary arbitrary = new Arbitrary(11);
    List<QueuedRecord> records = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      QueuedRecord record = FORMAT.spell(arbitrary.record());
      records.add(record);
      records.add(
          FORMAT.complete(record.id(), record, RecordKind.RECOVERED, arbitrary.outcome(), "found"));
    }
    SampleRecords.names().forEach(name -> records.add(FORMAT.spell(SampleRecords.named(name))));
    for (QueuedRecord record : records) {
      assertThat(RECORD.validate(Json.MAPPER.readTree(record.line()))).isEmpty();
    }
  }

  @Test
  void stateFollowsItsSchema() throws IOException {
    Arbitrary arbitrary = new Arbitrary(12);
    for (int i = 0; i < 100; i++) {
      StoredState state = arbitrary.state(5).withQueue(List.of(FORMAT.spell(arbitrary.record())));
      assertThat(STATE.validate(asTree(file(state).spell()))).isEmpty();
    }
    assertThat(STATE.validate(asTree(file(SampleState.afterAFailedPush(FORMAT)).spell())))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"kind", "at", "run", "policy", "sentence", "schema"})
  void aRecordThatLacksAFieldDoesNotFollowTheSchema(String field) throws IOException {
    ObjectNode tree =
        (ObjectNode) Json.MAPPER.readTree(FORMAT.spell(SampleRecords.named("scaled-up")).line());
    assertThat(RECORD.validate(tree)).isEmpty();
    tree.remove(field);
    assertThat(RECORD.validate(tree)).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"record", "state"})
  void everyFieldOfTheSchemasIsExplainedAndNothingElse(String name) throws IOException {
    JsonNode schema = Json.MAPPER.readTree(read(name + ".schema.json"));
    Set<String> fields = new TreeSet<>();
    collect(schema, "", fields);
    assertThat(fields).hasSizeGreaterThan(30);
    String page = read("README.md");
    String title =
        name.equals("record") ? "## A record, field by field" : "## The state, field by field";
    int end = page.indexOf("\n## ", page.indexOf(title) + 1);
    String section = page.substring(page.indexOf(title), end < 0 ? page.length() : end);
    Set<String> explained = new TreeSet<>();
    Pattern.compile("(?m)^\\| `([^`]+)` \\|.*\\| [^|]{2,} \\|$")
        .matcher(section)
        .results()
        .forEach(match -> explained.add(match.group(1)));
    if (name.equals("state")) {
      schema.at("/$defs/queued/properties").fieldNames().forEachRemaining(fields::add);
    }
    assertThat(explained).isEqualTo(fields);
  }

  /** Every property by its path: {@code settings.metrics[].name}. */
  private static void collect(JsonNode schema, String prefix, Set<String> fields) {
    schema
        .path("properties")
        .properties()
        .forEach(
            property -> {
              String path = prefix + property.getKey();
              fields.add(path);
              collect(property.getValue(), path + ".", fields);
              collect(property.getValue().path("items"), path + "[].", fields);
            });
  }

  @Test
  void theSampleOnThePageIsARecord() {
    String page = read("README.md");
    int start = page.indexOf("```json\n") + 8;
    String sample = page.substring(start, page.indexOf("```", start));
    assertThat(FORMAT.read(sample.replace("\n", "")))
        .isEqualTo(FORMAT.read(FORMAT.spell(SampleRecords.named("scaled-up")).line()));
  }

  @Test
  void theConfigMapOnThePageIsWhatARunLeaves() throws IOException {
    JsonNode manifest = new YAMLMapper().readTree(read("configmap.yaml"));
    Map<String, String> data =
        Json.MAPPER.convertValue(manifest.get("data"), new TypeReference<Map<String, String>>() {});
    assertThat(data.remove("check")).matches("[0-9a-f]{8}");
    assertThat(data).isEqualTo(file(SampleState.afterAFailedPush(FORMAT)).spell());
  }

  private static HistoryFile file(StoredState state) {
    return new HistoryFile(1440, state);
  }

  /** The texts read as JSON, as the schema sees them. */
  private static JsonNode asTree(Map<String, String> texts) throws IOException {
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, String> text : texts.entrySet()) {
      switch (text.getKey()) {
        case "policies", "queue" -> {
          ArrayNode lines = tree.putArray(text.getKey());
          for (String line : text.getValue().lines().toList()) {
            lines.add(Json.MAPPER.readTree(line));
          }
        }
        case "run", "earlier", "trail", "moves", "parts" ->
            tree.set(text.getKey(), Json.MAPPER.readTree(text.getValue()));
        default -> tree.put(text.getKey(), text.getValue());
      }
    }
    return tree;
  }

  @Test
  void theSampleStateShowsEveryField() throws IOException {
    Set<String> seen = new TreeSet<>();
    show(asTree(file(SampleState.afterAFailedPush(FORMAT)).spell()), "", seen);
    Set<String> fields = new TreeSet<>();
    collect(Json.MAPPER.readTree(read("state.schema.json")), "", fields);
    // The object's own, and of a state that needs more objects than this one.
    fields.removeAll(Set.of("check", "parts"));
    assertThat(seen).containsAll(fields);
  }

  private static void show(JsonNode tree, String prefix, Set<String> seen) {
    tree.properties()
        .forEach(
            property -> {
              seen.add(prefix + property.getKey());
              JsonNode value = property.getValue();
              show(value, prefix + property.getKey() + ".", seen);
              Stream.Builder<JsonNode> items = Stream.builder();
              if (value.isArray()) {
                value.forEach(items);
              }
              items.build().forEach(item -> show(item, prefix + property.getKey() + "[].", seen));
            });
  }
}
