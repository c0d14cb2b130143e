package io.gitscaler.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.gitscaler.failure.FailureKind;
import io.gitscaler.failure.OutsideFailure;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Servers that misbehave below the level of the API. */
@Timeout(60)
class ApiRequestsTest {
  private static final String TOKEN = "canary-token";

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch end = new CountDownLatch(1);
  private final AtomicInteger asked = new AtomicInteger();
  private HttpServer server;
  private KubernetesClient client;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.start();
    client =
        new KubernetesClientBuilder()
            .withConfig(
                new ConfigBuilder(io.fabric8.kubernetes.client.Config.empty())
                    .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
                    .withOauthToken(TOKEN)
                    .withRequestTimeout(3000)
                    .withRequestRetryBackoffLimit(2)
                    .withRequestRetryBackoffInterval(1)
                    .build())
            .build();
  }

  @AfterEach
  void stop() {
    end.countDown();
    client.close();
    server.stop(0);
    threads.shutdownNow();
  }

  @Test
  void doesNotWaitForAnAnswerThatNeverComes() {
    answer(exchange -> await());

    assertThat(failure()).hasMessageContaining("no answer in time");
  }

  @Test
  void comesBackWhenABusyServerSaysSoAndNotLaterThanItsTime() {
    answer(
        exchange -> {
          boolean busy = asked.get() < 2;
          exchange.getResponseHeaders().add("Retry-After", busy ? "0" : "3600");
          byte[] body = (busy ? "{}" : "{\"ok\": true}").getBytes(UTF_8);
          exchange.sendResponseHeaders(busy ? 429 : 200, body.length);
          exchange.getResponseBody().write(body);
        });
    assertThat(new ApiRequests(client).get("/apis").path("ok").asBoolean()).isTrue();

    server.removeContext("/");
    answer(
        exchange -> {
          exchange.getResponseHeaders().add("Retry-After", "3600");
          exchange.sendResponseHeaders(429, -1);
        });
    assertThat(failure().kind()).isEqualTo(FailureKind.CLUSTER_UNREACHABLE);
  }

  @Test
  void tellsHowLongABusyServerWantsToBeLeftAlone() {
    answer(
        exchange -> {
          exchange.getResponseHeaders().add("Retry-After", "7");
          exchange.sendResponseHeaders(429, -1);
        });
    ApiRequests requests = new ApiRequests(client);

    KubernetesClientException busy =
        catchThrowableOfType(
            KubernetesClientException.class,
            () -> requests.sendOnce("PUT", "/x", ApiRequests.JSON.createObjectNode()));

    assertThat(busy.getStatus().getDetails().getRetryAfterSeconds()).isEqualTo(7);
    assertThat(asked).hasValue(1);
  }

  @Test
  void doesNotWaitForTheRestOfAnAnswerThatStalls() {
    answer(
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          OutputStream body = exchange.getResponseBody();
          body.write("{\"groups\": [".getBytes(UTF_8));
          body.flush();
          await();
        });

    OutsideFailure failure = failure();

    assertThat(failure.kind()).isEqualTo(FailureKind.CLUSTER_UNREACHABLE);
    assertThat(failure).hasMessageContaining("the answer stopped half-way");
  }

  @Test
  void asksAgainAfterAServerErrorAndTakesTheGoodAnswer() {
    answer(
        exchange -> {
          String body = asked.get() < 3 ? "{\"message\": \"busy\"}" : "{\"ok\": true}";
          exchange.sendResponseHeaders(asked.get() < 3 ? 503 : 200, body.length());
          exchange.getResponseBody().write(body.getBytes(UTF_8));
        });

    assertThat(new ApiRequests(client).get("/apis").path("ok").asBoolean()).isTrue();
  }

  @Test
  void writesOnlyOnceAndNeverShowsTheToken() {
    answer(
        exchange -> {
          assertThat(exchange.getRequestHeaders().getFirst("Authorization")).contains(TOKEN);
          exchange.sendResponseHeaders(503, -1);
        });
    ApiRequests requests = new ApiRequests(client);

    KubernetesClientException exception =
        catchThrowableOfType(
            KubernetesClientException.class,
            () -> requests.sendOnce("PUT", "/x", ApiRequests.JSON.createObjectNode()));

    assertThat(asked).hasValue(1);
    assertThat(KubernetesFailures.translate("x", exception).sentence())
        .contains("503")
        .doesNotContain(TOKEN);
  }

  @Test
  void saysThatSomethingElseAnswers() {
    answer(
        exchange -> {
          byte[] page = "<html>Sign in</html>".getBytes(UTF_8);
          exchange.sendResponseHeaders(200, page.length);
          exchange.getResponseBody().write(page);
        });

    OutsideFailure failure = failure();

    assertThat(failure.kind()).isEqualTo(FailureKind.CLUSTER_UNREACHABLE);
    assertThat(failure).hasMessageContaining("not one of the Kubernetes API");
  }

  private OutsideFailure failure() {
    ApiRequests requests = new ApiRequests(client);
    return KubernetesFailures.translate(
        "API groups",
        catchThrowableOfType(KubernetesClientException.class, () -> requests.get("/apis")));
  }

  private void answer(HttpHandler handler) {
    server.createContext(
        "/",
        exchange -> {
          asked.incrementAndGet();
          try (HttpExchange open = exchange) {
            handler.handle(open);
          }
        });
  }

  private void await() {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
