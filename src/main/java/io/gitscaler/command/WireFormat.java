package io.gitscaler.command;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import io.gitscaler.policy.TargetRef;
import io.gitscaler.program.KubernetesMetric;
import io.gitscaler.program.ProgramInput;
import io.gitscaler.program.ResourceValue;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The JSON that programs read and write: the format of the Custom Pod Autoscaler v2 (its Go types {@code metric.Info},
 * {@code evaluate.Info} and {@code scale.Info}), so that programs written for it run unchanged.
 */
final class WireFormat {
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(StreamWriteFeature.STRICT_DUPLICATE_DETECTION)
          .build();
  private static final String ADVICE =
      "Print exactly one JSON object, {\"targetReplicas\": N} with a whole number N from 0 to 2147483647,"
          + " to stdout and everything else to stderr.";

  private WireFormat() {}

  /** One JSON object. The documents in it are embedded as the API server spelled them, so numbers stay exact. */
  static String spell(ProgramInput input) {
    return spell(input, answer -> answer.value().text());
  }

  /** The same as it may be shown: with {@code ***} in place of secrets in what other programs answered. */
  static String shown(ProgramInput input, String spelled) {
    List<ResourceValue> answers =
        switch (input) {
          case ProgramInput.ForMetric metric -> metric.answers();
          case ProgramInput.ForEvaluation evaluation -> evaluation.metrics();
          case ProgramInput.ForScale scale -> null;
        };
    return answers == null || answers.stream().allMatch(ResourceValue::isPublic)
        ? spelled
        : spell(input, ResourceValue::shown);
  }

  private static String spell(ProgramInput input, Function<ResourceValue, String> value) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      switch (input) {
        case ProgramInput.ForMetric metric -> spell(metric, value, json);
        case ProgramInput.ForEvaluation evaluation -> spell(evaluation, value, json);
        case ProgramInput.ForScale scale -> spell(scale, json);
      }
      json.writeStringField("runType", input.runType().word());
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static void spell(
      ProgramInput.ForMetric input, Function<ResourceValue, String> value, JsonGenerator json)
      throws IOException {
    embed("resource", input.resource(), json);
    List<ResourceValue> answers = input.answers();
    if (answers != null) {
      values(answers, value, json);
    }
    List<KubernetesMetric> metrics = input.kubernetesMetrics();
    if (metrics != null) {
      json.writeArrayFieldStart("kubernetesMetrics");
      for (KubernetesMetric metric : metrics) {
        KubernetesMetricJson.write(metric, json);
      }
      json.writeEndArray();
    }
  }

  private static void spell(
      ProgramInput.ForEvaluation input, Function<ResourceValue, String> value, JsonGenerator json)
      throws IOException {
    values(input.metrics(), value, json);
    embed("resource", input.resource(), json);
    Integer evaluation = input.evaluation();
    if (evaluation != null) {
      evaluation(evaluation, json);
    }
  }

  /**
   * The Custom Pod Autoscaler puts its limited count into the evaluation before it calls these hooks, and leaves what the
   * evaluate program asked for in the outer {@code targetReplicas} (its {@code internal/scaling/scaling.go}).
   */
  private static void spell(ProgramInput.ForScale input, JsonGenerator json) throws IOException {
    evaluation(input.targetReplicas(), json);
    embed("resource", input.resource(), json);
    TargetRef target = input.scaleTargetRef();
    json.writeObjectFieldStart("scaleTargetRef");
    json.writeStringField("kind", target.kind());
    json.writeStringField("name", target.name());
    json.writeStringField("apiVersion", target.apiVersion());
    json.writeEndObject();
    json.writeStringField("namespace", input.namespace());
    json.writeNumberField("minReplicas", input.bounds().min());
    json.writeNumberField("maxReplicas", input.bounds().max());
    json.writeNumberField("targetReplicas", input.evaluation());
  }

  private static void embed(String field, String document, JsonGenerator json) throws IOException {
    json.writeFieldName(field);
    json.writeRawValue(document);
  }

  private static void evaluation(int replicas, JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("evaluation");
    json.writeNumberField("targetReplicas", replicas);
    json.writeEndObject();
  }

  private static void values(
      List<ResourceValue> answers, Function<ResourceValue, String> value, JsonGenerator json)
      throws IOException {
    json.writeArrayFieldStart("metrics");
    for (ResourceValue answer : answers) {
      json.writeStartObject();
      json.writeStringField("resource", answer.resource());
      json.writeStringField("value", value.apply(answer));
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /**
   * Reads what an evaluate program answered. Fields that it has beside {@code targetReplicas} are ignored, and so is the
   * case of that name, as the Custom Pod Autoscaler does; unlike there, a missing or null count is a failure and never zero.
   *
   * @param shown the answer as a failure may quote it
   */
  static int targetReplicas(String answer, String shown) throws UnreadableAnswerException {
    if (answer.isBlank()) {
      throw new UnreadableAnswerException("answered nothing", ADVICE);
    }
    try (JsonParser json = JSON.createParser(answer)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw unreadable(shown, json.currentTokenLocation(), "this is no JSON object");
      }
      Integer replicas = null;
      while (json.nextToken() != JsonToken.END_OBJECT) {
        boolean wanted = json.currentName().equalsIgnoreCase("targetReplicas");
        json.nextToken();
        if (wanted && replicas != null) {
          throw unreadable(shown, json.currentTokenLocation(), "targetReplicas is there twice");
        }
        if (wanted) {
          replicas = wholeNumber(shown, json);
        } else {
          json.skipChildren();
        }
      }
      if (replicas == null) {
        throw unreadable(shown, json.currentTokenLocation(), "targetReplicas is missing");
      }
      if (json.nextToken() != null) {
        throw unreadable(shown, json.currentTokenLocation(), "more text after the JSON object");
      }
      return replicas;
    } catch (JsonProcessingException e) {
      throw unreadable(shown, e.getLocation(), "this is no JSON");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int wholeNumber(String shown, JsonParser json)
      throws IOException, UnreadableAnswerException {
    if (json.currentToken() != JsonToken.VALUE_NUMBER_INT) {
      throw unreadable(shown, json.currentTokenLocation(), "targetReplicas is no whole number");
    }
    if (json.getNumberType() != JsonParser.NumberType.INT || json.getIntValue() < 0) {
      throw unreadable(
          shown, json.currentTokenLocation(), "targetReplicas is not from 0 to 2147483647");
    }
    return json.getIntValue();
  }

  /** Jackson tells no location where an answer breaks one of its limits, such as a thousand levels or digits. */
  private static UnreadableAnswerException unreadable(
      String shown, @Nullable JsonLocation location, String why) {
    String where =
        location == null
            ? ""
            : " (line %d, column %d)".formatted(location.getLineNr(), location.getColumnNr());
    return new UnreadableAnswerException(
        "answered %s: %s%s".formatted(Wording.quote(shown), why, where), ADVICE);
  }
}
