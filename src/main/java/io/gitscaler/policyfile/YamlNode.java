package io.gitscaler.policyfile;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A piece of YAML that knows where it is written. An alias is the very node that its anchor marks. */
public sealed interface YamlNode {
  Place place();

  /** The explicit tag, such as {@code !!int}; null where there is none. */
  @Nullable String tag();

  /**
   * A single value.
   *
   * @param plain whether it is written without quotes, so that {@code 3} is a number
   */
  record Scalar(Place place, @Nullable String tag, String text, boolean plain) implements YamlNode {
    public boolean isNull() {
      return plain && (text.isEmpty() || text.equals("~") || text.equalsIgnoreCase("null"));
    }
  }

  /** A list. */
  record Sequence(Place place, @Nullable String tag, List<YamlNode> items) implements YamlNode {}

  /** Keys and values in the order of the file; the same key may occur more than once. */
  record Mapping(Place place, @Nullable String tag, List<Entry> entries) implements YamlNode {
    /** The value of the first entry with this key, or null. */
    public @Nullable YamlNode get(String key) {
      for (Entry entry : entries) {
        if (key.equals(entry.name())) {
          return entry.value();
        }
      }
      return null;
    }

    /** The text of a scalar entry, or null. */
    public @Nullable String text(String key) {
      return get(key) instanceof Scalar scalar && !scalar.isNull() ? scalar.text() : null;
    }
  }

  /** One line of a mapping. */
  record Entry(YamlNode key, YamlNode value) {
    /** The key's text; null where the key is a list or a mapping. */
    public @Nullable String name() {
      return key instanceof Scalar scalar ? scalar.text() : null;
    }
  }
}
