package io.gitscaler.testing;

import dev.failsafe.Failsafe;
import dev.failsafe.RetryPolicy;
import io.fabric8.kubernetes.api.model.APIServiceBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.http.Dispatcher;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;

/**
 * An API that a {@link ControlPlane} serves by asking this test, as it serves {@code metrics.k8s.io} by asking the metrics
 * server: a TLS server on the loopback address, registered as an {@code APIService}. One for each group at a time.
 */
public final class AggregatedApi implements AutoCloseable {
  private static final String NAMESPACE = "default";

  private final MockWebServer server = new MockWebServer();
  private final Map<String, Function<RecordedRequest, MockResponse>> answers =
      new ConcurrentHashMap<>();
  private final LongAdder served = new LongAdder();
  private final KubernetesClient admin;
  private final String name;

  private AggregatedApi(KubernetesClient admin, String group, String version) {
    this.admin = admin;
    name = version + "." + group;
    server.useHttps();
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            MockResponse answer =
                answers
                    .getOrDefault(
                        request.getPath().replaceFirst("\\?.*", ""), absent -> json(404, "{}"))
                    .apply(request);
            served.add(answer.getBody() == null ? 0 : answer.getBody().size());
            return answer;
          }
        });
    server.start(InetAddress.getLoopbackAddress(), 0);
  }

  /** Serves a group; returns when the API server has found it, at the latest after a minute. */
  public static AggregatedApi serve(ControlPlane plane, String group, String version) {
    AggregatedApi api = new AggregatedApi(plane.admin(), group, version);
    api.answer(
        "/apis/" + group + "/" + version,
        "{\"kind\":\"APIResourceList\",\"apiVersion\":\"v1\",\"groupVersion\":\"%s/%s\",\"resources\":[]}"
            .formatted(group, version));
    api.register(group, version);
    return api;
  }

  /** Answers a path, the query left out, with this JSON from now on; every other path is not found. */
  public void answer(String path, String json) {
    answer(path, request -> json(200, json));
  }

  /** The same with an answer that depends on the request. */
  public void answer(String path, Function<RecordedRequest, MockResponse> answer) {
    answers.put(path, answer);
  }

  /** The bytes of all answers so far. */
  public long bytesServed() {
    return served.sum();
  }

  /** An answer in JSON. */
  public static MockResponse json(int status, String json) {
    return new MockResponse()
        .setResponseCode(status)
        .setHeader("Content-Type", "application/json")
        .setBody(json);
  }

  private void register(String group, String version) {
    String service = name.replace('.', '-');
    admin
        .resource(
            new ServiceBuilder()
                .withNewMetadata()
                .withNamespace(NAMESPACE)
                .withName(service)
                .endMetadata()
                .withNewSpec()
                .withType("ExternalName")
                .withExternalName("localhost")
                .endSpec()
                .build())
        .create();
    admin
        .resource(
            new APIServiceBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withGroup(group)
                .withVersion(version)
                .withGroupPriorityMinimum(100)
                .withVersionPriority(100)
                .withInsecureSkipTLSVerify(true)
                .withNewService(service, NAMESPACE, server.getPort())
                .endSpec()
                .build())
        .create();
    // The condition Available comes before the requests are routed, so only an answer is proof.
    Failsafe.with(
            RetryPolicy.<String>builder()
                .handle(KubernetesClientException.class)
                .handleResult(null)
                .withMaxAttempts(-1)
                .withDelay(Duration.ofMillis(100))
                .withMaxDuration(Duration.ofMinutes(1))
                .build())
        .get(() -> admin.raw("/apis/" + group + "/" + version));
  }

  @Override
  public void close() {
    admin.apiServices().withName(name).delete();
    admin.services().inNamespace(NAMESPACE).withName(name.replace('.', '-')).delete();
    server.shutdown();
  }
}
