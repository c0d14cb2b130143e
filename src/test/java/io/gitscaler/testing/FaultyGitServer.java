package io.gitscaler.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The system's {@code git http-backend} on http without credentials; one kind of its answers can go wrong. */
public final class FaultyGitServer implements AutoCloseable {
  /** What goes wrong. */
  public enum Fault {
    /** The connection is closed before anything is answered. */
    CLOSED,
    /** Git gets half of what the client sends; then the connection is closed. */
    HALF_READ,
    /** Git does what it was asked, and the answer never arrives. */
    ANSWER_LOST,
    /** The connection is closed in the middle of the answer. */
    ANSWER_CUT,
    /** No answer, and the connection stays open. */
    SILENT,
    /** A page for people, as a proxy sends it. */
    LOGIN_PAGE,
    /** The right content type and anything behind it. */
    RUBBISH,
    STATUS_429,
    STATUS_500,
    STATUS_503,
    /** A refusal whose page repeats the credentials. */
    ECHO_PAGE,
    /** A refusal in Git's own words that repeats the credentials. */
    ECHO_ERROR
  }

  private final HttpServer server;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final Path root;
  private final AtomicInteger requests = new AtomicInteger();
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile @Nullable Fault fault;
  private volatile String place = "";

  private FaultyGitServer(HttpServer server, Path root) {
    this.server = server;
    this.root = root;
  }

  /** Serves the bare repositories in a folder. */
  public static FaultyGitServer start(Path root) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    FaultyGitServer git = new FaultyGitServer(server, root);
    server.setExecutor(git.executor);
    server.createContext("/", git::answer);
    server.start();
    return git;
  }

  /** The address of a repository in the folder. */
  public String url(String name) {
    return "http://localhost:" + server.getAddress().getPort() + "/" + name;
  }

  /** How many requests there were. */
  public int requests() {
    return requests.get();
  }

  /** From now on requests whose address ends in {@code /addressEnd} go wrong. */
  public void fails(Fault how, String addressEnd) {
    place = addressEnd;
    fault = how;
  }

  /** From now on nothing goes wrong. */
  public void works() {
    fault = null;
  }

  private void answer(HttpExchange exchange) throws IOException {
    requests.incrementAndGet();
    Fault now = fault;
    try (exchange) {
      if (now == null || !exchange.getRequestURI().toString().endsWith("/" + place)) {
        GitHttpBackend.answer(exchange, root);
        return;
      }
      switch (now) {
        case CLOSED -> {}
        case HALF_READ -> GitHttpBackend.answerNobody(exchange, root, 50);
        case ANSWER_LOST -> GitHttpBackend.answerNobody(exchange, root, 100);
        case ANSWER_CUT -> send(exchange, 200, contentType(exchange), 1000, "0011shal");
        case SILENT -> untilClosed();
        case LOGIN_PAGE -> page(exchange, 200, "<html><form>Log in</form></html>");
        case RUBBISH -> git(exchange, "zzzz\u0000\u0001 what is this?");
        case STATUS_429 -> page(exchange, 429, "slower");
        case STATUS_500 -> page(exchange, 500, "oops");
        case STATUS_503 -> page(exchange, 503, "later");
        case ECHO_PAGE -> page(exchange, 403, credentials(exchange));
        case ECHO_ERROR -> {
          String uri = exchange.getRequestURI().toString();
          String service = "# %s\n".formatted(uri.substring(uri.indexOf("service=")));
          git(exchange, packet(service) + "0000" + packet("ERR you sent " + credentials(exchange)));
        }
      }
    }
  }

  private static String packet(String line) {
    return "%04x%s".formatted(line.length() + 4, line);
  }

  private static String credentials(HttpExchange exchange) {
    String header = exchange.getRequestHeaders().getFirst("Authorization");
    String decoded =
        new String(
            Base64.getDecoder().decode(header.replace("Basic ", "")), StandardCharsets.US_ASCII);
    return header + " " + decoded;
  }

  /** The content type of Git's answer to a request. */
  private static String contentType(HttpExchange exchange) {
    String uri = exchange.getRequestURI().toString();
    String service = uri.substring(Math.max(uri.lastIndexOf('/'), uri.lastIndexOf('=')) + 1);
    return "application/x-" + service + (uri.contains("?") ? "-advertisement" : "-result");
  }

  private static void git(HttpExchange exchange, String text) throws IOException {
    String type = contentType(exchange);
    send(exchange, 200, type, text.length(), text);
  }

  private static void page(HttpExchange exchange, int status, String text) throws IOException {
    send(exchange, status, "text/html", text.length(), text);
  }

  private static void send(HttpExchange exchange, int status, String type, int length, String text)
      throws IOException {
    exchange.getRequestBody().readAllBytes();
    exchange.getResponseHeaders().add("Content-Type", type);
    exchange.sendResponseHeaders(status, length);
    exchange.getResponseBody().write(text.getBytes(StandardCharsets.US_ASCII));
    exchange.getResponseBody().flush();
  }

  private void untilClosed() {
    try {
      closing.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    executor.close();
  }
}
