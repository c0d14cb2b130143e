package io.gitscaler.importing;

import io.gitscaler.policyfile.Place;
import io.gitscaler.policyfile.YamlNode;
import io.gitscaler.policyfile.YamlNode.Mapping;
import io.gitscaler.policyfile.YamlNode.Scalar;
import io.gitscaler.policyfile.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A mapping that is being written. What has no place of its own gets that of the whole. */
final class Fields {
  private final Place place;
  private final List<YamlNode.Entry> entries = new ArrayList<>();

  Fields(Place place) {
    this.place = place;
  }

  /** Adds a field; nothing where there is no value. */
  Fields put(String name, @Nullable YamlNode value) {
    if (value != null) {
      entries.add(new YamlNode.Entry(word(place, name), value));
    }
    return this;
  }

  /** Adds a field with a value that needs no quotes. */
  Fields put(String name, String value) {
    return put(name, word(place, value));
  }

  Fields put(String name, Fields value) {
    return put(name, value.mapping());
  }

  /** The same as a list with this one item. */
  Sequence asOnlyItem() {
    return new Sequence(place, null, List.of(mapping()));
  }

  Mapping mapping() {
    return new Mapping(place, null, entries);
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  /** A value without quotes: a number where it looks like one. */
  static Scalar word(Place place, String text) {
    return new Scalar(place, null, text, true);
  }

  /** A value that is text whatever it looks like. */
  static Scalar text(Place place, String text) {
    return new Scalar(place, null, text, false);
  }
}
