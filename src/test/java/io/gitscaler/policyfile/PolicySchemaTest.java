package io.gitscaler.policyfile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PolicySchemaTest {
  private static final Schema SCHEMA =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(PolicySchema.json());

  /** What only the reader can see: several fields together, or how YAML is written. */
  private static final Set<String> BEYOND_THE_SCHEMA =
      Set.of(
          "URL that does not parse",
          "URL with a password",
          "URL without host",
          "certificate without key",
          "Command among kubernetesMetricSpecs",
          "duplicate field",
          "duration that is too long",
          "header that belongs to the connection",
          "leading zero",
          "minReplicas above maxReplicas",
          "minReplicas above the default maxReplicas",
          "pause above maxReplicas",
          "pause above the default maxReplicas",
          "pause until a day",
          "quantity beyond 64 bits",
          "selector: Exists with values",
          "selector: In without values",
          "target of another type",
          "target value 0",
          "timeout too long",
          "variable that is not passed on",
          "variable twice",
          "zero without a metric that works without pods");

  private static Stream<Mistake> mistakes() {
    return Mistake.all();
  }

  private static List<Path> validFiles() throws IOException {
    try (Stream<Path> tested = Files.list(Path.of("src/test/resources/policyfile/valid"));
        Stream<Path> shipped = Files.walk(Path.of("policies"))) {
      List<Path> files =
          Stream.concat(tested, shipped).filter(it -> it.toString().endsWith(".yaml")).toList();
      assertThat(files).hasSizeGreaterThanOrEqualTo(13);
      return files;
    }
  }

  @ParameterizedTest
  @MethodSource("validFiles")
  void acceptsWhatTheReaderAccepts(Path file) throws IOException {
    List<YamlNode> policies =
        YamlFile.read(Files.readString(file)).documents().stream()
            .filter(Identity::isPolicy)
            .toList();

    assertThat(new PolicyFileReader().read(List.of(file)).problems()).isEmpty();
    assertThat(policies).isNotEmpty();
    assertThat(policies).allSatisfy(policy -> assertThat(SCHEMA.validate(json(policy))).isEmpty());
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void refusesWhatTheReaderRefusesWhereASchemaCan(Mistake mistake) {
    YamlNode policy = YamlFile.read(mistake.text()).documents().getFirst();
    boolean refused = !SCHEMA.validate(json(policy)).isEmpty();

    assertThat(refused).as(mistake.name()).isEqualTo(!BEYOND_THE_SCHEMA.contains(mistake.name()));
  }

  @Test
  void namesItselfAndItsDraft() {
    assertThat(PolicySchema.json())
        .contains("\"$schema\" : \"https://json-schema.org/draft/2020-12/schema\"")
        .contains("\"title\" : \"ScalerPolicy\"");
  }

  /** What an editor hands to a validator: the types of YAML 1.2, aliases filled in. */
  private static JsonNode json(YamlNode node) {
    JsonNodeFactory factory = JsonNodeFactory.instance;
    return switch (node) {
      case YamlNode.Mapping mapping -> {
        ObjectNode object = factory.objectNode();
        mapping.entries().forEach(it -> object.set(String.valueOf(it.name()), json(it.value())));
        yield object;
      }
      case YamlNode.Sequence sequence -> {
        ArrayNode array = factory.arrayNode();
        sequence.items().forEach(it -> array.add(json(it)));
        yield array;
      }
      case YamlNode.Scalar scalar -> json(factory, scalar);
    };
  }

  private static JsonNode json(JsonNodeFactory factory, YamlNode.Scalar scalar) {
    String text = scalar.text();
    if (scalar.isNull()) {
      return factory.nullNode();
    } else if (scalar.plain() && text.matches("true|false")) {
      return factory.booleanNode(text.equals("true"));
    } else if (scalar.plain() && text.matches("-?[0-9]+")) {
      return factory.numberNode(new BigInteger(text));
    } else if (scalar.plain() && text.matches("-?[0-9]+([.][0-9]+)?(e[0-9]+)?")) {
      return factory.numberNode(new BigDecimal(text));
    }
    return factory.textNode(text);
  }
}
