package io.gitscaler.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * A list of pods as an API server spells it in protobuf, made of the same in JSON: the mock server has JSON alone. Fields that
 * gitscaler does not read are represented by some of their kind, so that they have to be passed over.
 */
public final class ProtobufPods {
  private static final byte[] MAGIC = {'k', '8', 's', 0};

  private ProtobufPods() {}

  /** Spells a {@code PodList}. */
  public static byte[] of(JsonNode list) {
    Message all =
        new Message()
            .message(
                1,
                new Message()
                    .text(2, list.path("metadata").path("resourceVersion"))
                    .text(3, list.path("metadata").path("continue")));
    list.path("items").forEach(pod -> all.message(2, pod(pod)));
    Message type = new Message().text(1, "v1").text(2, "PodList");
    byte[] envelope = new Message().message(1, type).message(2, all).text(3, "").bytes();
    byte[] bytes = new byte[MAGIC.length + envelope.length];
    System.arraycopy(MAGIC, 0, bytes, 0, MAGIC.length);
    System.arraycopy(envelope, 0, bytes, MAGIC.length, envelope.length);
    return bytes;
  }

  private static Message pod(JsonNode pod) {
    JsonNode metadata = pod.path("metadata");
    Message first =
        new Message()
            .text(1, metadata.path("name"))
            .text(3, metadata.path("namespace"))
            .text(5, metadata.path("uid"))
            .number(7, 0)
            .time(8, metadata.path("creationTimestamp"))
            .time(9, metadata.path("deletionTimestamp"));
    metadata
        .path("labels")
        .properties()
        .forEach(
            label ->
                first.message(11, new Message().text(1, label.getKey()).text(2, label.getValue())));
    return new Message()
        .message(1, first)
        .message(2, spec(pod.path("spec")))
        .message(3, status(pod.path("status")));
  }

  private static Message spec(JsonNode spec) {
    Message message = new Message();
    spec.path("containers").forEach(container -> message.message(2, container(container)));
    message.text(3, "Always").number(4, 30);
    spec.path("initContainers").forEach(container -> message.message(20, container(container)));
    quantities(message, 32, spec.path("overhead"));
    if (spec.path("resources").isObject()) {
      message.message(40, resources(spec.path("resources")));
    }
    return message;
  }

  private static Message container(JsonNode container) {
    Message message =
        new Message().text(1, container.path("name")).text(2, container.path("image"));
    if (container.path("resources").isObject()) {
      message.message(8, resources(container.path("resources")));
    }
    return message.text(24, container.path("restartPolicy"));
  }

  private static Message resources(JsonNode resources) {
    Message message = new Message();
    quantities(message, 1, resources.path("limits"));
    quantities(message, 2, resources.path("requests"));
    return message;
  }

  private static void quantities(Message to, int number, JsonNode amounts) {
    amounts
        .properties()
        .forEach(
            amount ->
                to.message(
                    number,
                    new Message()
                        .text(1, amount.getKey())
                        .message(2, new Message().text(1, amount.getValue()))));
  }

  private static Message status(JsonNode status) {
    Message message = new Message().text(1, status.path("phase"));
    for (JsonNode condition : status.path("conditions")) {
      message.message(
          2,
          new Message()
              .text(1, condition.path("type"))
              .text(2, condition.path("status"))
              .time(4, condition.path("lastTransitionTime")));
    }
    return message.time(7, status.path("startTime"));
  }

  /** A message that is being spelled; what is absent in JSON is left out. */
  private static final class Message {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CodedOutputStream out = CodedOutputStream.newInstance(bytes);

    Message text(int number, String text) {
      return put(number, text.getBytes(StandardCharsets.UTF_8));
    }

    Message text(int number, JsonNode text) {
      return text.isTextual() ? text(number, text.textValue()) : this;
    }

    Message number(int number, long value) {
      try {
        out.writeInt64(number, value);
        return this;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    Message time(int number, JsonNode time) {
      return time.isTextual()
          ? message(
              number,
              new Message()
                  .number(1, Instant.parse(time.textValue()).getEpochSecond())
                  .number(2, 0))
          : this;
    }

    Message message(int number, Message inner) {
      return put(number, inner.bytes());
    }

    private Message put(int number, byte[] content) {
      try {
        out.writeByteArray(number, content);
        return this;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    byte[] bytes() {
      try {
        out.flush();
        return bytes.toByteArray();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
