package io.gitscaler;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.gitscaler.testing.GitHttpBackend;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Phaser;

/**
 * Stands between processes and what they talk to: the API server and the Git server of the trail, both on plain http. It tells of
 * each request to the API server before and after that deals with it.
 */
final class Doorway implements AutoCloseable {
  private static final String GIT = ".git/";
  private static final Set<String> OWN_HEADERS =
      Set.of(
          "host", "connection", "upgrade", "http2-settings", "content-length", "accept-encoding");

  /** Who stands at the door. */
  interface Keeper {
    /** Whether this request may go on; asked before the API server gets it, and after it was dealt with. */
    boolean lets(String request, boolean before);
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Phaser underWay = new Phaser(1);
  private final String apiServer;
  private final HttpClient client;
  private final Path repositories;
  private volatile Keeper keeper = (request, before) -> true;
  private volatile boolean gitDown;

  Doorway(KubernetesClient admin, Path repositories) throws IOException {
    this.repositories = repositories;
    apiServer = admin.getMasterUrl().toString().replaceFirst("/$", "");
    client = admin.getHttpClient();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  String gitUrl(String repository) {
    return url() + "/" + repository;
  }

  private String url() {
    return "http://127.0.0.1:" + port();
  }

  int port() {
    return server.getAddress().getPort();
  }

  Path kubeconfig(Path file) throws IOException {
    return kubeconfig(file, url());
  }

  /** A kubeconfig for what answers at this address without asking who one is. */
  static Path kubeconfig(Path file, String url) throws IOException {
    return Files.writeString(
        file,
        """
        apiVersion: v1
        kind: Config
        clusters: [{name: door, cluster: {server: "%s"}}]
        users: [{name: nobody, user: {}}]
        contexts: [{name: door, context: {cluster: door, user: nobody}}]
        current-context: door
        """
            .formatted(url));
  }

  void keptBy(Keeper newKeeper) {
    keeper = newKeeper;
  }

  void gitIsDown(boolean down) {
    gitDown = down;
  }

  /** Waits until nothing of what was sent before is under way any more. */
  void settle() {
    underWay.arriveAndAwaitAdvance();
  }

  private void answer(HttpExchange exchange) throws IOException {
    underWay.register();
    try (exchange) {
      if (!exchange.getRequestURI().getPath().contains(GIT)) {
        forward(exchange);
      } else if (gitDown) {
        exchange.sendResponseHeaders(503, -1);
      } else {
        GitHttpBackend.answer(exchange, repositories);
      }
    } finally {
      underWay.arriveAndDeregister();
    }
  }

  private void forward(HttpExchange exchange) throws IOException {
    String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
    byte[] body = exchange.getRequestBody().readAllBytes();
    if (!keeper.lets(request, true)) {
      return;
    }
    HttpResponse<byte[]> response = send(exchange, body);
    if (!keeper.lets(request, false)) {
      return;
    }
    byte[] answer = response.body();
    List<String> type = response.headers("Content-Type");
    if (!type.isEmpty()) {
      exchange.getResponseHeaders().add("Content-Type", type.getFirst());
    }
    exchange.sendResponseHeaders(response.code(), answer.length == 0 ? -1 : answer.length);
    exchange.getResponseBody().write(answer);
  }

  private HttpResponse<byte[]> send(HttpExchange exchange, byte[] body) throws IOException {
    HttpRequest.Builder request =
        client.newHttpRequestBuilder().uri(apiServer + exchange.getRequestURI());
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> {
              if (!OWN_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
              }
            });
    String type = exchange.getRequestHeaders().getFirst("Content-Type");
    request.method(
        exchange.getRequestMethod(),
        type,
        body.length == 0 ? null : new String(body, java.nio.charset.StandardCharsets.UTF_8));
    try {
      return client.sendAsync(request.build(), byte[].class).get();
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}
