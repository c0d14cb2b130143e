package io.gitscaler.policyfile;

import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a document's record, looked up once for each class, because reflection costs more than the reading.
 *
 * @param names of all fields
 * @param parts the fields in the order of the constructor
 */
record Shape(List<String> names, List<Part> parts, Constructor<?> constructor) {
  private static final ClassValue<Shape> SHAPES =
      new ClassValue<>() {
        @Override
        protected Shape computeValue(Class<?> type) {
          return inspect(type);
        }
      };

  /**
   * One field.
   *
   * @param standard what stands for an absent field; null where nothing does
   */
  record Part(String name, Type type, Field field, @Nullable Object standard) {}

  static Shape of(Class<? extends Record> type) {
    return SHAPES.get(type);
  }

  private static Shape inspect(Class<?> type) {
    List<Part> parts = new ArrayList<>();
    List<Class<?>> types = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      Field field = component.getAnnotation(Field.class);
      Class<?> single = component.getType();
      types.add(single);
      parts.add(
          new Part(
              component.getName(), component.getGenericType(), field, standard(single, field)));
    }
    try {
      return new Shape(
          parts.stream().map(Part::name).toList(),
          List.copyOf(parts),
          type.getDeclaredConstructor(types.toArray(Class<?>[]::new)));
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("every record has this constructor", e);
    }
  }

  private static @Nullable Object standard(Class<?> type, Field field) {
    if (type == List.class) {
      return List.of();
    } else if (type == Map.class) {
      return Map.of();
    } else if (field.standard().isEmpty()) {
      return null;
    }
    try {
      YamlNode.Scalar scalar = new YamlNode.Scalar(Place.START, null, field.standard(), true);
      return ScalarReader.read(type, field, scalar);
    } catch (Misspelled e) {
      throw new IllegalStateException("the default \"" + field.standard() + "\" is misspelled", e);
    }
  }

  /** Makes the record from the values of its fields, in order. */
  Object construct(@Nullable Object[] values) {
    try {
      return constructor.newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot make a " + constructor.getName(), e);
    }
  }
}
