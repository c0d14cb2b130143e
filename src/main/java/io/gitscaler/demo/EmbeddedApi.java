package io.gitscaler.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v1.Scale;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.mockwebserver.dsl.HttpMethod;
import io.fabric8.mockwebserver.http.Buffer;
import io.fabric8.mockwebserver.http.Headers;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Keeps objects as the mock server does, and adds what that lacks: discovery, the scale subresource of Deployments with its
 * preconditions, the pods that a Deployment's controller would make and remove, and the metrics of those pods.
 */
final class EmbeddedApi extends KubernetesCrudDispatcher {
  private static final Pattern SCALE =
      Pattern.compile("(/apis/apps/v1/namespaces/[^/]+/deployments/[^/]+)/scale");
  private static final Pattern METRICS =
      Pattern.compile("/apis/metrics\\.k8s\\.io/v1beta1/((?:namespaces/[^/]+/)?pods)");

  private final InstantSource clock;
  private final Map<String, Application> applications = new LinkedHashMap<>();
  private int podsMade;

  EmbeddedApi(InstantSource clock) {
    this.clock = clock;
  }

  synchronized void deploy(Application application) {
    applications.put(application.namespace() + "/" + application.name(), application);
    Deployment deployment = EmbeddedObjects.deployment(application);
    String collection = "/apis/apps/v1/namespaces/" + application.namespace() + "/deployments";
    require(handleCreate(request(HttpMethod.POST, collection, deployment)));
    addPods(application, application.replicas());
  }

  @Override
  public synchronized MockResponse dispatch(RecordedRequest request) {
    String path = request.getPath();
    int question = path.indexOf('?');
    String plain = question < 0 ? path : path.substring(0, question);
    String discovery = EmbeddedDiscovery.answer(plain);
    if (discovery != null) {
      return json(200, discovery);
    }
    Matcher scale = SCALE.matcher(plain);
    if (scale.matches()) {
      return scale(scale.group(1), request);
    }
    Matcher metrics = METRICS.matcher(plain);
    if (metrics.matches()) {
      return metrics("/api/v1/" + metrics.group(1) + path.substring(plain.length()));
    }
    return super.dispatch(request);
  }

  private MockResponse scale(String path, RecordedRequest request) {
    MockResponse found = handleGet(path);
    if (found.code() != 200) {
      return refusal(404, "NotFound", path + " not found");
    }
    Deployment deployment = read(found, Deployment.class);
    if (request.method() == HttpMethod.GET) {
      return json(200, Serialization.asJson(EmbeddedObjects.scale(deployment)));
    }
    if (request.method() != HttpMethod.PUT) {
      return refusal(405, "MethodNotAllowed", "scale is read or replaced");
    }
    Scale asked = Serialization.unmarshal(request.getUtf8Body(), Scale.class);
    if (differs(
            asked.getMetadata().getResourceVersion(), deployment.getMetadata().getResourceVersion())
        || differs(asked.getMetadata().getUid(), deployment.getMetadata().getUid())) {
      return refusal(
          409,
          "Conflict",
          "Operation cannot be fulfilled on deployments.apps \""
              + deployment.getMetadata().getName()
              + "\": the object has been modified");
    }
    int replicas = Objects.requireNonNullElse(asked.getSpec().getReplicas(), 0);
    return json(
        200, Serialization.asJson(EmbeddedObjects.scale(resize(path, deployment, replicas))));
  }

  private static boolean differs(@Nullable String asked, String there) {
    return asked != null && !asked.isEmpty() && !asked.equals(there);
  }

  /** Does at once what the controllers of a cluster do within moments. */
  private Deployment resize(String path, Deployment deployment, int replicas) {
    deployment.getSpec().setReplicas(replicas);
    deployment.getStatus().setReplicas(replicas);
    deployment.getStatus().setReadyReplicas(replicas);
    MockResponse updated = require(handleUpdate(request(HttpMethod.PUT, path, deployment)));
    String namespace = deployment.getMetadata().getNamespace();
    String name = deployment.getMetadata().getName();
    List<Pod> pods = podsOf(namespace, name);
    if (replicas > pods.size()) {
      addPods(
          Objects.requireNonNull(applications.get(namespace + "/" + name)), replicas - pods.size());
    }
    pods.stream()
        .sorted((a, b) -> b.getMetadata().getName().compareTo(a.getMetadata().getName()))
        .limit(Math.max(0, pods.size() - replicas))
        .forEach(
            pod ->
                require(
                    handleDelete(
                        "/api/v1/namespaces/"
                            + namespace
                            + "/pods/"
                            + pod.getMetadata().getName())));
    return read(updated, Deployment.class);
  }

  private void addPods(Application application, int count) {
    for (int i = 0; i < count; i++) {
      Pod pod = EmbeddedObjects.pod(application, ++podsMade, clock.instant());
      String collection = "/api/v1/namespaces/" + application.namespace() + "/pods";
      require(handleCreate(request(HttpMethod.POST, collection, pod)));
    }
  }

  private List<Pod> podsOf(String namespace, String application) {
    MockResponse found =
        require(
            handleGet(
                "/api/v1/namespaces/" + namespace + "/pods?labelSelector=app%3D" + application));
    return read(found, PodList.class).getItems();
  }

  private MockResponse metrics(String podsPath) {
    List<Pod> pods = read(require(handleGet(podsPath)), PodList.class).getItems();
    return json(
        200, Serialization.asJson(EmbeddedObjects.metrics(pods, clock.instant(), this::cpuOf)));
  }

  /** The pod's share of its application's work. */
  private long cpuOf(Pod pod) {
    String namespace = pod.getMetadata().getNamespace();
    String name = Objects.requireNonNull(pod.getMetadata().getLabels().get("app"));
    Application application = Objects.requireNonNull(applications.get(namespace + "/" + name));
    return application.load().cpuMilli(clock.instant()) / podsOf(namespace, name).size();
  }

  private static RecordedRequest request(HttpMethod method, String path, HasMetadata body) {
    return new RecordedRequest(
        "HTTP/1.1",
        method,
        path,
        Headers.builder().add("Content-Type", "application/json").build(),
        new Buffer(Serialization.asJson(body).getBytes(UTF_8)));
  }

  private static MockResponse require(MockResponse response) {
    if (response.code() >= 300) {
      throw new IllegalStateException(
          "the embedded cluster answered " + response.code() + " to itself");
    }
    return response;
  }

  private static <T> T read(MockResponse response, Class<T> type) {
    return Serialization.unmarshal(new String(response.getBody().getBytes(), UTF_8), type);
  }

  private static MockResponse json(int code, String body) {
    return new MockResponse()
        .setResponseCode(code)
        .setHeader("Content-Type", "application/json")
        .setBody(body);
  }

  private static MockResponse refusal(int code, String reason, String message) {
    return json(
        code,
        Serialization.asJson(
            new StatusBuilder()
                .withStatus("Failure")
                .withCode(code)
                .withReason(reason)
                .withMessage(message)
                .build()));
  }
}
