package io.gitscaler.policyfile;

import io.gitscaler.policyfile.YamlNode.Mapping;
import io.gitscaler.policyfile.YamlNode.Scalar;
import io.gitscaler.policyfile.YamlNode.Sequence;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a YAML document into the records that describe it, strictly, by their {@link Field} annotations. It does not stop at the
 * first problem: what cannot be read is null or has its default, and what is wrong is among the {@link #complaints()}. Remembers
 * where each record was written, so that later checks can name the exact place.
 */
final class Binding {
  private final Complaints complaints = new Complaints();
  private final IdentityHashMap<Record, Origin> origins = new IdentityHashMap<>();

  /**
   * Where a record was written.
   *
   * @param misspelled the fields that unknown ones were most likely meant as
   */
  private record Origin(Mapping mapping, String path, Set<String> misspelled) {}

  /** Where a field is written, and what it is called from the root of the document. */
  record Spot(Place place, String path) {}

  Complaints complaints() {
    return complaints;
  }

  /** Every record of a type that was read. */
  <T extends Record> List<T> all(Class<T> type) {
    return origins.keySet().stream().filter(type::isInstance).map(type::cast).toList();
  }

  /** Whether the document has this field, be it readable or not. */
  boolean has(Record part, String field) {
    return origin(part).mapping().get(field) != null;
  }

  /** Whether the document has this field, or one whose name was most likely meant as this. */
  boolean meant(Record part, String field) {
    return has(part, field) || origin(part).misspelled().contains(field);
  }

  /** Notes a problem of a field's value; of the whole part where the field is empty or absent. */
  void problem(Record part, String field, String message) {
    Spot spot = spot(part, field);
    complaints.add(spot.place(), spot.path(), message);
  }

  /** Where a field's value is written; the whole part where the field is empty or absent. */
  Spot spot(Record part, String field) {
    Origin origin = origin(part);
    YamlNode value = origin.mapping().get(field);
    return new Spot(
        value == null ? origin.mapping().place() : value.place(),
        field.isEmpty() ? origin.path() : join(origin.path(), field));
  }

  /** Notes that a field must not be there. */
  void misplaced(Record part, String field, String message) {
    Origin origin = origin(part);
    complaints.add(keyPlace(origin.mapping(), field), join(origin.path(), field), message);
  }

  /** Notes a problem of one name of a field whose names are free, such as a header. */
  void problem(Record part, String field, String name, String message) {
    Origin origin = origin(part);
    Place place =
        origin.mapping().get(field) instanceof Mapping names
            ? keyPlace(names, name)
            : origin.mapping().place();
    complaints.add(place, join(join(origin.path(), field), Wording.cut(name)), message);
  }

  /** Sees to it that of several fields just the one is there that the part's {@code type} names. */
  void expectOnly(Record part, Enum<?> type, String wanted, List<String> all) {
    String typeName = Spelling.of(type);
    if (!has(part, wanted)) {
      problem(
          part, "", "The type is " + typeName + ", but there is no field " + wanted + ". Add it.");
    }
    for (String other : all) {
      if (!other.equals(wanted) && has(part, other)) {
        misplaced(part, other, "The type is " + typeName + ". Remove this or change the type.");
      }
    }
  }

  private Origin origin(Record part) {
    Origin origin = origins.get(part);
    if (origin == null) {
      throw new IllegalArgumentException("not read by this binding: " + part.getClass());
    }
    return origin;
  }

  private static Place keyPlace(Mapping mapping, String field) {
    return mapping.entries().stream()
        .filter(entry -> field.equals(entry.name()))
        .map(entry -> entry.key().place())
        .findFirst()
        .orElse(mapping.place());
  }

  /** Reads a mapping; the record's components are null where a required field is missing or unreadable. */
  <T extends Record> T read(Class<T> type, Mapping mapping, String path) {
    Shape shape = Shape.of(type);
    Set<String> misspelled = new HashSet<>();
    Map<String, YamlNode> given = fields(mapping, shape.names(), path, misspelled);
    @Nullable Object[] values = new @Nullable Object[shape.parts().size()];
    for (int i = 0; i < values.length; i++) {
      Shape.Part part = shape.parts().get(i);
      YamlNode node = given.get(part.name());
      @Nullable Object value = null;
      if (node != null) {
        value = value(part.type(), part.field(), node, join(path, part.name()));
      } else if (part.field().required() && !misspelled.contains(part.name())) {
        complaints.add(
            mapping.place(),
            join(path, part.name()),
            "The field is missing. " + advice(part.field()));
      }
      values[i] = value == null ? part.standard() : value;
    }
    T record = type.cast(shape.construct(values));
    origins.put(record, new Origin(mapping, path, misspelled));
    return record;
  }

  private static String advice(Field field) {
    String example = field.constant().isEmpty() ? "" : " with the value " + field.constant();
    return "Add it" + example + ".";
  }

  /** The known fields with their values; complains about all others and guesses what was meant. */
  private Map<String, YamlNode> fields(
      Mapping mapping, List<String> names, String path, Set<String> misspelled) {
    Map<String, YamlNode> given = new LinkedHashMap<>();
    for (YamlNode.Entry entry : mapping.entries()) {
      String name = entry.name();
      Place place = entry.key().place();
      if (name == null) {
        complaints.add(place, path, "A list or mapping is used as a field's name. Remove it.");
      } else if (!names.contains(name)) {
        String nearest = Wording.nearest(name, names);
        complaints.add(place, join(path, Wording.cut(name)), unknown(name, nearest, names));
        if (nearest != null) {
          misspelled.add(nearest);
        }
      } else if (given.putIfAbsent(name, entry.value()) != null) {
        complaints.add(place, join(path, name), "The field occurs twice. Keep one.");
      }
    }
    return given;
  }

  private static String unknown(String name, @Nullable String nearest, List<String> names) {
    if (name.equals("<<")) {
      return "Merge keys are not supported. Write the fields here instead.";
    }
    return nearest == null
        ? "There is no such field. The fields here are " + String.join(", ", names) + "."
        : "There is no such field. Did you mean " + nearest + "?";
  }

  private @Nullable Object value(Type type, Field field, YamlNode node, String path) {
    if (node.tag() != null) {
      complaints.add(node.place(), path, "The value has a YAML tag. Remove the tag.");
      return null;
    }
    if (node instanceof Scalar scalar && scalar.isNull()) {
      complaints.add(node.place(), path, "The field has no value. Give it one or remove it.");
      return null;
    }
    if (type instanceof ParameterizedType generic) {
      Type[] arguments = generic.getActualTypeArguments();
      return generic.getRawType() == List.class
          ? list(arguments[0], field, node, path)
          : texts(field, node, path);
    }
    Class<?> single = (Class<?>) type;
    if (!ScalarReader.isSingle(single)) {
      return part(single.asSubclass(Record.class), node, path);
    }
    if (!(node instanceof Scalar scalar)) {
      complaints.add(node.place(), path, "A single value is expected here. " + shape(node));
      return null;
    }
    try {
      return ScalarReader.read(single, field, scalar);
    } catch (Misspelled e) {
      complaints.add(node.place(), path, e.sentence());
      return null;
    }
  }

  private <T extends Record> @Nullable T part(Class<T> type, YamlNode node, String path) {
    if (node instanceof Mapping mapping) {
      return read(type, mapping, path);
    }
    complaints.add(node.place(), path, "Fields are expected here, one to a line. " + shape(node));
    return null;
  }

  private @Nullable List<Object> list(Type itemType, Field field, YamlNode node, String path) {
    if (!(node instanceof Sequence sequence)) {
      complaints.add(
          node.place(), path, "A list is expected here, such as [first, second]. " + shape(node));
      return null;
    }
    if (sequence.items().size() < field.minItems()) {
      complaints.add(
          node.place(), path, "The list has too few items. Add at least " + field.minItems() + ".");
    }
    List<Object> items = new ArrayList<>();
    for (int i = 0; i < sequence.items().size(); i++) {
      Object item = value(itemType, field, sequence.items().get(i), path + "[" + i + "]");
      if (item != null) {
        items.add(item);
      }
    }
    return items;
  }

  private @Nullable Map<String, String> texts(Field field, YamlNode node, String path) {
    if (!(node instanceof Mapping mapping)) {
      complaints.add(
          node.place(), path, "Names with a text each are expected here. " + shape(node));
      return null;
    }
    Map<String, String> texts = new LinkedHashMap<>();
    for (YamlNode.Entry entry : mapping.entries()) {
      String name = entry.name();
      if (name == null) {
        complaints.add(
            entry.key().place(), path, "A list or mapping is used as a name. Remove it.");
        continue;
      }
      String entryPath = join(path, Wording.cut(name));
      if (value(String.class, field, entry.value(), entryPath) instanceof String text
          && texts.putIfAbsent(name, text) != null) {
        complaints.add(entry.key().place(), entryPath, "The name occurs twice. Keep one.");
      }
    }
    return texts;
  }

  private static String shape(YamlNode node) {
    return switch (node) {
      case Scalar scalar -> "Found a single value.";
      case Sequence sequence -> "Found a list.";
      case Mapping mapping -> "Found a mapping.";
    };
  }

  private static String join(String path, String field) {
    return path.isEmpty() ? field : path + "." + field;
  }
}
