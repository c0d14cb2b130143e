package io.gitscaler.kubernetes;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * The fields of an object that are of interest; the others are skipped while the text is read, and never become objects.
 * Arrays are passed through, so {@code spec.containers.name} means the name of every container.
 */
final class FieldSelection {
  private final Map<String, FieldSelection> fields = new HashMap<>();

  /** Selects fields by their dotted paths. A path that ends at an object selects all of it. */
  static FieldSelection of(String... paths) {
    FieldSelection root = new FieldSelection();
    for (String path : paths) {
      FieldSelection at = root;
      for (String name : path.split("\\.", -1)) {
        at = at.fields.computeIfAbsent(name, absent -> new FieldSelection());
      }
    }
    return root;
  }

  /** Reads the value at which the parser stands. */
  JsonNode read(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    if (fields.isEmpty() || !token.isStructStart()) {
      return ApiRequests.JSON.readTree(parser);
    }
    return token == JsonToken.START_ARRAY ? readArray(parser) : readObject(parser);
  }

  private ArrayNode readArray(JsonParser parser) throws IOException {
    ArrayNode array = ApiRequests.JSON.createArrayNode();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      array.add(read(parser));
    }
    return array;
  }

  private ObjectNode readObject(JsonParser parser) throws IOException {
    ObjectNode object = ApiRequests.JSON.createObjectNode();
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      parser.nextToken();
      FieldSelection field = fields.get(name);
      if (field == null) {
        parser.skipChildren();
      } else {
        object.set(name, field.read(parser));
      }
    }
    return object;
  }
}
