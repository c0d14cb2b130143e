package io.gitscaler.benchmark;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gitscaler.testing.ControlPlane;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Base64;
import java.util.Iterator;
import java.util.Map;

/**
 * Puts objects into the control plane's etcd as the API server would store them, a hundred at a time. A hundred thousand pods
 * take seconds in this way and an hour through the API, which would also leave out their status.
 */
final class EtcdWriter {
  /** etcd takes at most 128 operations in a transaction. */
  private static final int AT_ONCE = 100;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI transactions = URI.create(endpoint() + "/v3/kv/txn");

  /** The address that the control plane's etcd was told to listen on. */
  private static String endpoint() {
    return ProcessHandle.current()
        .descendants()
        .filter(one -> one.info().command().orElse("").endsWith("/etcd"))
        .flatMap(one -> one.info().arguments().stream())
        .map(java.util.Arrays::asList)
        .map(all -> all.get(all.indexOf("--advertise-client-urls") + 1))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("the control plane's etcd does not run"))
        .replace("0.0.0.0", "127.0.0.1");
  }

  /**
   * Stores them and waits until the API server has seen them.
   *
   * @param objects text by key, such as {@code /registry/pods/shop/web-0}
   */
  void put(Map<String, String> objects) throws IOException, InterruptedException {
    String revision = "0";
    Iterator<Map.Entry<String, String>> left = objects.entrySet().iterator();
    while (left.hasNext()) {
      ObjectNode transaction = JSON.createObjectNode();
      ArrayNode puts = transaction.putArray("success");
      while (left.hasNext() && puts.size() < AT_ONCE) {
        Map.Entry<String, String> one = left.next();
        puts.addObject()
            .putObject("requestPut")
            .put("key", base64(one.getKey()))
            .put("value", base64(one.getValue()));
      }
      HttpRequest request =
          HttpRequest.newBuilder(transactions)
              .POST(HttpRequest.BodyPublishers.ofString(transaction.toString()))
              .build();
      JsonNode answer = JSON.readTree(http.send(request, BodyHandlers.ofString()).body());
      if (!answer.path("succeeded").asBoolean()) {
        throw new IOException("etcd refused: " + answer);
      }
      revision = answer.path("header").path("revision").asText();
    }
    // A list that is at least as new as this is answered once the server's memory is.
    ControlPlane.shared()
        .admin()
        .raw("/api/v1/pods?fieldSelector=metadata.name%3Dnone&resourceVersion=" + revision);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }
}
