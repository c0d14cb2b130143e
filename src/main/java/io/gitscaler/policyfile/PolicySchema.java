package io.gitscaler.policyfile;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.victools.jsonschema.generator.CustomDefinition;
import com.github.victools.jsonschema.generator.CustomPropertyDefinition;
import com.github.victools.jsonschema.generator.FieldScope;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The JSON Schema of a ScalerPolicy (draft 2020-12), for editors and other validators. It comes from the same {@link Field}
 * annotations that the reader goes by. The reader checks more: what several fields or several policies mean together.
 */
public final class PolicySchema {
  private PolicySchema() {}

  /** The schema as indented JSON. */
  public static String json() {
    SchemaGeneratorConfigBuilder builder =
        new SchemaGeneratorConfigBuilder(SchemaVersion.DRAFT_2020_12, OptionPreset.PLAIN_JSON)
            .with(Option.FORBIDDEN_ADDITIONAL_PROPERTIES_BY_DEFAULT, Option.PLAIN_DEFINITION_KEYS);
    builder
        .forFields()
        .withCustomDefinitionProvider((field, context) -> leaf(field))
        .withDescriptionResolver(
            field -> field.isFakeContainerItemScope() ? null : description(field).value())
        .withRequiredCheck(field -> description(field).required())
        .withArrayMinItemsResolver(
            field -> field.getType().isInstanceOf(List.class) ? minItems(field) : null);
    builder
        .forTypesInGeneral()
        .withPropertySorter(
            (first, second) ->
                Integer.compare(order((FieldScope) first), order((FieldScope) second)))
        .withTitleResolver(
            type ->
                type.getType().getErasedType() == PolicyDocument.class ? PolicyDocument.KIND : null)
        .withTypeAttributeOverride(
            (node, type, context) -> rules(node, type.getType().getErasedType()));
    return new SchemaGenerator(builder.build())
            .generateSchema(PolicyDocument.class)
            .toPrettyString()
        + "\n";
  }

  private static Field description(FieldScope field) {
    return field.getAnnotation(Field.class);
  }

  private static @Nullable Integer minItems(FieldScope field) {
    int least = description(field).minItems();
    return least == 0 ? null : least;
  }

  /** The place of a field in its record. */
  private static int order(FieldScope field) {
    RecordComponent[] components = field.getDeclaringType().getErasedType().getRecordComponents();
    return Arrays.stream(components)
        .map(RecordComponent::getName)
        .toList()
        .indexOf(field.getDeclaredName());
  }

  /** Single values and free names; null for everything that has fields or items of its own. */
  private static @Nullable CustomPropertyDefinition leaf(FieldScope field) {
    Class<?> type = field.getType().getErasedType();
    if (type == List.class || (type != Map.class && !ScalarReader.isSingle(type))) {
      return null;
    }
    Field description = description(field);
    ObjectNode schema;
    if (type == Map.class) {
      schema = LeafSchema.of(String.class, description);
      schema = LeafSchema.object().put("type", "object").set("additionalProperties", schema);
    } else {
      schema = LeafSchema.of(type, description);
    }
    return new CustomPropertyDefinition(schema, CustomDefinition.INCLUDING_ATTRIBUTES);
  }

  private static void rules(ObjectNode node, Class<?> type) {
    if (type == PolicyDocument.Spec.class) {
      ArrayNode either = node.putArray("oneOf");
      ObjectNode metrics = either.addObject();
      metrics.putArray("required").add("metrics").add("maxReplicas");
      forbid(metrics, PolicyConverter.ONLY_WITH_PROGRAMS);
      ObjectNode programs = either.addObject();
      programs.putArray("required").add("metric").add("evaluate");
      forbid(programs, PolicyConverter.ONLY_WITH_METRICS);
    } else if (type == MetricDocument.class) {
      Map<String, String> blocks = new TreeMap<>();
      for (MetricDocument.Type metric : MetricDocument.Type.values()) {
        blocks.put(Spelling.of(metric), metric.field());
      }
      onlyTheBlockOfTheType(node, blocks);
    } else if (type == MetricDocument.Target.class) {
      Map<String, String> values = new TreeMap<>();
      for (MetricDocument.TargetType target : MetricDocument.TargetType.values()) {
        values.put(Spelling.of(target), target.field());
      }
      onlyTheBlockOfTheType(node, values);
    } else if (type == PolicyDocument.ProgramDocument.class) {
      onlyTheBlockOfTheType(node, Map.of("shell", "shell", "http", "http"));
    }
  }

  /** Requires the field that goes with {@code type}, and forbids those of the other types. */
  private static void onlyTheBlockOfTheType(ObjectNode node, Map<String, String> fieldsByType) {
    ArrayNode either = node.putArray("oneOf");
    new TreeMap<>(fieldsByType)
        .forEach(
            (type, field) -> {
              ObjectNode one = either.addObject();
              one.putObject("properties").putObject("type").put("const", type);
              one.putArray("required").add(field);
              forbid(
                  one,
                  fieldsByType.values().stream()
                      .filter(other -> !other.equals(field))
                      .sorted()
                      .toList());
            });
  }

  private static void forbid(ObjectNode schema, List<String> fields) {
    ArrayNode none = schema.putObject("not").putArray("anyOf");
    fields.forEach(field -> none.addObject().putArray("required").add(field));
  }
}
