package io.gitscaler.statefile;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.MutableConfigOverride;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.AnnotatedParameter;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON as state and trail have it: one line, fields in the order in which they are declared, numbers exact, nothing where
 * there is nothing to say. Reading is strict: a field that nobody knows, a field twice, or text behind the value is an error.
 */
final class Json {
  static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
          .enable(
              DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS,
              DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
              DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
              DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
          .withConfigOverride(List.class, Json::absentWhereEmpty)
          .withConfigOverride(Map.class, Json::absentWhereEmpty)
          .annotationIntrospector(new NullMarkedRecords())
          .build();

  private Json() {}

  private static void absentWhereEmpty(MutableConfigOverride config) {
    config.setInclude(
        JsonInclude.Value.construct(JsonInclude.Include.NON_EMPTY, JsonInclude.Include.ALWAYS));
    config.setSetterInfo(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY));
  }

  /** Requires every component of a record that is neither marked as nullable nor a collection. */
  private static final class NullMarkedRecords extends JacksonAnnotationIntrospector {
    private static final long serialVersionUID = 1L;

    @Override
    public @Nullable Boolean hasRequiredMarker(AnnotatedMember member) {
      return required(member);
    }

    @Override
    public JsonSetter.Value findSetterInfo(Annotated annotated) {
      return Boolean.TRUE.equals(required(annotated))
          ? JsonSetter.Value.forValueNulls(Nulls.FAIL)
          : super.findSetterInfo(annotated);
    }

    /** Null where it is not ours to say. */
    private static @Nullable Boolean required(Annotated annotated) {
      if (annotated instanceof AnnotatedParameter parameter
          && parameter.getOwner().getAnnotated() instanceof Constructor<?> constructor) {
        AnnotatedType type = constructor.getAnnotatedParameterTypes()[parameter.getIndex()];
        Class<?> raw = parameter.getRawType();
        return !type.isAnnotationPresent(Nullable.class) && raw != List.class && raw != Map.class;
      }
      return null;
    }
  }

  static String write(Object document) {
    try {
      return MAPPER.writeValueAsString(document);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a value of ours cannot be spelled", e);
    }
  }

  /** Where in the text it went wrong and how, on one line and without quoting what was read. */
  static String complaint(JsonProcessingException problem) {
    String place =
        problem.getLocation() == null ? "" : " at column " + problem.getLocation().getColumnNr();
    String message = problem.getOriginalMessage();
    return (message == null ? "not readable" : Text.line(message, 200)) + place;
  }
}
