package io.gitscaler.kubernetes;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads JSON field by field while it arrives. What is not of interest is skipped and never becomes an object; what has another
 * shape than expected is nothing.
 */
final class JsonFields {
  private JsonFields() {}

  /** Reads or skips one value. */
  @FunctionalInterface
  interface Field {
    /** Reads the field's value, at whose beginning the parser stands, to its end; {@link #skip} does where it is of no interest. */
    void read(String name) throws IOException;
  }

  /** Reads one element of an array. */
  @FunctionalInterface
  interface Element {
    /** Reads the element at whose beginning the parser stands, to its end. */
    void read() throws IOException;
  }

  /** Reads the fields of the object at whose beginning the parser stands. */
  static void ofObject(JsonParser parser, Field each) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      parser.skipChildren();
      return;
    }
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      parser.nextToken();
      each.read(name);
    }
  }

  /** Reads the elements of the array at whose beginning the parser stands. */
  static void ofArray(JsonParser parser, Element each) throws IOException {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      parser.skipChildren();
      return;
    }
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      each.read();
    }
  }

  /** The fields of an object whose values are texts, such as labels. */
  static Map<String, String> texts(JsonParser parser) throws IOException {
    Map<String, String> texts = new HashMap<>();
    ofObject(parser, name -> texts.put(name, text(parser)));
    return Map.copyOf(texts);
  }

  static void skip(JsonParser parser) throws IOException {
    parser.skipChildren();
  }

  /** A text, or a number as it is written; empty for anything else. */
  static String text(JsonParser parser) throws IOException {
    parser.skipChildren();
    return parser.getValueAsString("");
  }
}
