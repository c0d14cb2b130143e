package io.gitscaler.policyfile;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gitscaler.policy.Quantity;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;

/** The schema of a single value: what {@link ScalarReader} accepts. */
final class LeafSchema {
  private static final String DURATION = "^[0-9]{1,9}(ms|s|m|h)$";
  private static final String QUANTITY =
      "^[+]?([0-9]{1,64}([.][0-9]{0,64})?|[.][0-9]{1,64})"
          + "(n|u|m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei|[eE][-+]?[0-9]{1,2})?$";
  private static final String DECIMAL = "^(0|[1-9][0-9]*)([.][0-9]+)?([eE][-+]?[0-9]{1,3})?$";

  private LeafSchema() {}

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  static ObjectNode of(Class<?> type, Field field) {
    ObjectNode schema = object();
    if (type == String.class) {
      text(schema, field);
    } else if (type == Integer.class || type == int.class) {
      schema.put("type", "integer").put("minimum", field.min()).put("maximum", field.max());
    } else if (type == boolean.class) {
      schema.put("type", "boolean");
    } else if (type == double.class) {
      numberOrText(schema, DECIMAL).put("minimum", field.min());
    } else if (type == Quantity.class) {
      numberOrText(schema, QUANTITY).put("minimum", 0);
    } else if (type == Duration.class) {
      schema.putArray("type").add("integer").add("string");
      schema.put("minimum", field.min()).put("maximum", field.max()).put("pattern", DURATION);
    } else if (type == Instant.class) {
      schema.put("type", "string").put("format", "date-time");
    } else if (type.isEnum()) {
      ArrayNode words = schema.put("type", "string").putArray("enum");
      Spelling.all(type).forEach(words::add);
    } else {
      throw new IllegalArgumentException("no schema for " + type);
    }
    standard(schema, type, field);
    return schema;
  }

  private static void text(ObjectNode schema, Field field) {
    schema.put("type", "string");
    if (field.constant().isEmpty()) {
      schema.put("pattern", field.form().regex()).put("maxLength", field.form().maxLength());
    } else {
      schema.put("const", field.constant());
    }
  }

  private static ObjectNode numberOrText(ObjectNode schema, String pattern) {
    schema.putArray("type").add("number").add("string");
    return schema.put("pattern", pattern);
  }

  private static void standard(ObjectNode schema, Class<?> type, Field field) {
    String standard = field.standard();
    if (standard.isEmpty()) {
      return;
    } else if (type == boolean.class) {
      schema.put("default", Boolean.parseBoolean(standard));
    } else if (type.isEnum()) {
      schema.put("default", standard);
    } else {
      schema.put("default", new BigDecimal(standard));
    }
  }
}
