package io.gitscaler.kubernetes;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.InvalidProtocolBufferException;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Requests to any path of the API server, on the client's own connection with its credentials, time-out and retries. Answers
 * are read as they arrive: fabric8's object trees for thousands of pods would be most of a run's memory.
 *
 * <p>The time-out is that of the request with all its retries, and with the waiting that the server asks for in {@code
 * Retry-After}: one API that hangs or is busy keeps the policies that do not need it waiting no longer than that.
 *
 * <p>Every failure is a {@link KubernetesClientException}, as from the rest of the client.
 */
final class ApiRequests {
  static final ObjectMapper JSON = new ObjectMapper();
  private static final String JSON_TYPE = "application/json";
  private static final int LONGEST_ERROR = 16_384;

  private final String base;
  private final int timeoutMillis;
  private final HttpClient patient;
  private final HttpClient once;

  ApiRequests(KubernetesClient client) {
    String url = client.getMasterUrl().toString();
    base = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    timeoutMillis = client.getConfiguration().getRequestTimeout();
    patient = client.getHttpClient();
    once =
        patient
            .newBuilder()
            .tag(
                new RequestConfigBuilder(client.getConfiguration().getRequestConfig())
                    .withRequestRetryBackoffLimit(0)
                    .build())
            .build();
  }

  /** An answer that began and did not end. */
  static final class HalfAnswer extends IOException {
    private static final long serialVersionUID = 1L;

    HalfAnswer(IOException cause) {
      super(cause);
    }
  }

  /** Reads an answer while it arrives. */
  @FunctionalInterface
  interface Reading<T> {
    T read(InputStream body) throws IOException;
  }

  /**
   * Gets a path.
   *
   * @param path from the leading slash on, query included
   */
  <T> T get(String path, Reading<T> reading) {
    return exchange(patient, request(path).header("Accept", JSON_TYPE).build(), reading, reading);
  }

  /** Gets a path in protobuf, or in JSON from a server that has no other form of it. */
  <T> T get(String path, Reading<T> json, Reading<T> protobuf) {
    String accepted = ProtobufList.MEDIA_TYPE + "," + JSON_TYPE;
    return exchange(patient, request(path).header("Accept", accepted).build(), json, protobuf);
  }

  /** Gets a small object. */
  JsonNode get(String path) {
    return get(path, JSON::readTree);
  }

  /** Writes, and never by itself a second time: who sent it must know what became of it. */
  JsonNode sendOnce(String method, String path, JsonNode body) {
    HttpRequest request =
        request(path)
            .header("Accept", JSON_TYPE)
            .method(method, JSON_TYPE, body.toString())
            .build();
    return exchange(once, request, JSON::readTree, JSON::readTree);
  }

  private HttpRequest.Builder request(String path) {
    return patient
        .newHttpRequestBuilder()
        .uri(base + path)
        .timeout(timeoutMillis, TimeUnit.MILLISECONDS);
  }

  private <T> T exchange(
      HttpClient http, HttpRequest request, Reading<T> json, Reading<T> protobuf) {
    // The time-out of the request ends with the headers; a body that stalls is cut off by the
    // stream.
    try (BodyStream body = new BodyStream(Duration.ofMillis(timeoutMillis))) {
      HttpResponse<AsyncBody> response = answer(http.consumeBytes(request, body));
      body.begin(response.body());
      if (!response.isSuccessful()) {
        throw refusal(response, body);
      }
      return (isProtobuf(response) ? protobuf : json).read(body);
    } catch (JsonProcessingException | InvalidProtocolBufferException e) {
      throw new KubernetesClientException("the answer could not be read", e);
    } catch (DateTimeException e) {
      throw new KubernetesClientException(
          "the answer could not be read", new JsonParseException(null, "a time that is none", e));
    } catch (IOException e) {
      throw new KubernetesClientException("the answer could not be read", new HalfAnswer(e));
    }
  }

  private static boolean isProtobuf(HttpResponse<AsyncBody> response) {
    String type = response.header("Content-Type");
    return type != null && type.startsWith(ProtobufList.MEDIA_TYPE);
  }

  private HttpResponse<AsyncBody> answer(CompletableFuture<HttpResponse<AsyncBody>> sent) {
    try {
      return sent.get(timeoutMillis, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      sent.cancel(true);
      throw new KubernetesClientException("no answer", e);
    } catch (InterruptedException e) {
      sent.cancel(true);
      Thread.currentThread().interrupt();
      throw new KubernetesClientException("interrupted", e);
    } catch (ExecutionException e) {
      throw new KubernetesClientException("no answer", Objects.requireNonNullElse(e.getCause(), e));
    }
  }

  private static KubernetesClientException refusal(
      HttpResponse<AsyncBody> response, InputStream body) throws IOException {
    String text = new String(body.readNBytes(LONGEST_ERROR), StandardCharsets.UTF_8);
    Status status =
        new StatusBuilder()
            .withCode(response.code())
            .withMessage(message(text))
            .withNewDetails()
            .withRetryAfterSeconds(retryAfter(response))
            .endDetails()
            .build();
    return new KubernetesClientException(status.getMessage(), response.code(), status);
  }

  /** Seconds, the only form that the API server uses; null where it asks for no waiting. */
  private static @Nullable Integer retryAfter(HttpResponse<AsyncBody> response) {
    String seconds = response.header("Retry-After");
    return seconds != null && seconds.matches("\\d{1,6}") ? Integer.valueOf(seconds) : null;
  }

  /** The message of a Status object, or the text itself where something else answered. */
  private static String message(String text) {
    try {
      JsonNode message = JSON.readTree(text).path("message");
      return message.isTextual() ? message.textValue() : text;
    } catch (IOException e) {
      return text;
    }
  }
}
