package io.gitscaler.testing;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.http.Dispatcher;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The client library's API server in memory, with a list of the requests and a place for faults. */
public final class CrudApiServer implements AutoCloseable {
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final KubernetesMockServer server;
  private final KubernetesClient client;
  private Function<String, @Nullable MockResponse> fault = request -> null;
  private Predicate<String> lostAnswers = request -> false;

  public CrudApiServer() {
    KubernetesCrudDispatcher crud = new KubernetesCrudDispatcher();
    Dispatcher noting =
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            String line = request.getMethod() + " " + request.getPath();
            requests.add(line);
            MockResponse answer = fault.apply(line);
            if (answer != null) {
              return answer;
            }
            MockResponse real = crud.dispatch(request);
            return lostAnswers.test(line) ? status(503, "the answer was lost") : real;
          }
        };
    server =
        new KubernetesMockServer(
            new Context(), new MockWebServer(), new HashMap<>(), noting, false);
    server.init();
    client = server.createClient();
    client.getConfiguration().setRequestRetryBackoffLimit(0);
  }

  public KubernetesClient client() {
    return client;
  }

  /** All requests so far, each as {@code METHOD path}. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  /** Requests that change something. */
  public List<String> writes() {
    return requests.stream().filter(request -> !request.startsWith("GET ")).toList();
  }

  /** Answers a request by itself where the function gives an answer. */
  public void faults(Function<String, @Nullable MockResponse> newFault) {
    fault = newFault;
  }

  /** Does what these requests ask for, and says 503 all the same. */
  public void losesAnswersOf(Predicate<String> which) {
    lostAnswers = which;
  }

  /** An answer of the API server that is nothing but a status. */
  public static MockResponse status(int code, String message) {
    return new MockResponse()
        .setResponseCode(code)
        .setHeader("Content-Type", "application/json")
        .setBody(
            """
            {"kind":"Status","apiVersion":"v1","status":"Failure","code":%d,"message":"%s"}
            """
                .formatted(code, message));
  }

  @Override
  public void close() {
    client.close();
    server.destroy();
  }
}
