package io.gitscaler.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.InvalidProtocolBufferException;
import io.gitscaler.demo.ProtobufPods;
import io.gitscaler.workload.PodSnapshot;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Of a pod in protobuf the same is read as of the same pod in JSON; {@link BulkClusterReaderIT} has it of a real API server. */
class PodMessagesTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String WHOLE =
      """
      {"metadata": {"name": "web-1", "namespace": "shop", "labels": {"app": "web", "empty": ""},
         "deletionTimestamp": "2026-11-22T10:00:00Z"},
       "spec": {"containers": [
           {"name": "app", "image": "x", "resources": {"limits": {"cpu": "9"}, "requests": {"cpu": "1500m", "memory": "1Gi"}}},
           {"name": "proxy"}],
         "initContainers": [{"name": "sidecar", "restartPolicy": "Always", "resources": {"requests": {"cpu": "10m"}}},
           {"name": "once"}],
         "resources": {"requests": {"memory": "2Gi"}}, "overhead": {"cpu": "5m", "odd": "no quantity"}},
       "status": {"phase": "Running", "startTime": "2026-11-22T08:00:00Z",
         "conditions": [{"type": "Initialized", "status": "True"},
           {"type": "Ready", "status": "False", "lastTransitionTime": "2026-11-22T08:00:30Z"}]}}
      """;

  private static JsonNode list(String... pods) throws JsonProcessingException {
    return JSON.readTree(
        "{\"metadata\": {\"resourceVersion\": \"7\", \"continue\": \"more\"}, \"items\": ["
            + String.join(",", pods)
            + "]}");
  }

  private static List<PodSnapshot> read(byte[] spelled) throws IOException {
    List<PodSnapshot> pods = new ArrayList<>();
    String token =
        ProtobufList.page(
            new ByteArrayInputStream(spelled), "Pod", new PodMessages("shop")::read, pods);
    assertThat(token).isEqualTo("more");
    return pods;
  }

  private static List<PodSnapshot> readJson(JsonNode list) throws IOException {
    List<PodSnapshot> pods = new ArrayList<>();
    PodReader reader = new PodReader("shop");
    for (JsonNode pod : list.path("items")) {
      try (JsonParser parser = JSON.treeAsTokens(pod)) {
        parser.nextToken();
        pods.add(reader.read(parser));
      }
    }
    return pods;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        WHOLE,
        "{}",
        "{\"metadata\": {\"name\": \"new\"}, \"status\": {\"phase\": \"\"}}",
        "{\"metadata\": {\"name\": \"ünïcode\"}, \"spec\": {\"containers\": []}}",
        "{\"status\": {\"conditions\": [{\"type\": \"Ready\", \"status\": \"Unknown\"}, {\"type\": \"Ready\", \"status\": \"True\"}]}}"
      })
  void readsTheSameAsOfJson(String pod) throws IOException {
    JsonNode list = list(pod, WHOLE, pod);

    assertThat(read(ProtobufPods.of(list))).hasSize(3).isEqualTo(readJson(list));
  }

  @Test
  void aListThatEndsEarlyIsNoList() throws IOException {
    byte[] whole = ProtobufPods.of(list(WHOLE, WHOLE));
    // What comes last is an empty text that tells nothing.
    for (int length = 0; length < whole.length - 2; length++) {
      byte[] part = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> read(part))
          .as("%d of %d bytes", length, whole.length)
          .isInstanceOf(InvalidProtocolBufferException.class);
    }
  }

  /** Bytes that are no list must give neither an endless read nor another exception than the request's caller knows. */
  @Test
  void spoiledBytesAreReadOrRefused() throws IOException {
    byte[] whole = ProtobufPods.of(list(WHOLE, WHOLE));
    Random random = new Random(5);
    int refused = 0;
    for (int round = 0; round < 20_000; round++) {
      byte[] spoiled = whole.clone();
      for (int change = 0; change < 1 + round % 3; change++) {
        spoiled[random.nextInt(spoiled.length)] = (byte) random.nextInt(256);
      }
      try {
        ProtobufList.page(
            new ByteArrayInputStream(spoiled),
            "Pod",
            new PodMessages("shop")::read,
            new ArrayList<>());
      } catch (IOException | java.time.DateTimeException e) {
        refused++;
      }
    }
    assertThat(refused).isPositive();
  }

  @Test
  void anEmptyListIsOneAndAnotherKindIsNone() throws IOException {
    byte[] empty = ProtobufPods.of(list());

    assertThat(read(empty)).isEmpty();
    assertThatThrownBy(
            () ->
                ProtobufList.page(
                    new ByteArrayInputStream(empty),
                    "Secret",
                    new PodMessages("shop")::read,
                    new ArrayList<>()))
        .hasMessageContaining("no list");
  }
}
