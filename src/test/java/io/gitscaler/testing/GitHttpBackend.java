package io.gitscaler.testing;

import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/** The system's {@code git http-backend}, which serves bare repositories over http; it runs their hooks. */
public final class GitHttpBackend {
  private static final String BACKEND = "/usr/lib/git-core/git-http-backend";

  private GitHttpBackend() {}

  /** Answers a request for one of the repositories in a folder. */
  public static void answer(HttpExchange exchange, Path root) throws IOException {
    Process backend = backend(exchange, root);
    Thread feeder = Thread.ofVirtual().start(() -> feed(exchange, backend));
    try {
      relay(exchange, backend);
      feeder.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Gives git the beginning of a request's body, hooks included, and answers nothing.
   *
   * @param percent how much of the body; 100 for all
   */
  public static void answerNobody(HttpExchange exchange, Path root, int percent)
      throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    Process backend = backend(exchange, root);
    try (OutputStream in = backend.getOutputStream()) {
      in.write(body, 0, body.length * percent / 100);
    }
    try (InputStream out = backend.getInputStream()) {
      out.readAllBytes();
    }
  }

  private static Process backend(HttpExchange exchange, Path root) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(BACKEND);
    Map<String, String> environment = builder.environment();
    BareRepository.isolate(environment);
    environment.put("GIT_PROJECT_ROOT", root.toString());
    environment.put("GIT_HTTP_EXPORT_ALL", "1");
    environment.put("REMOTE_USER", "git");
    environment.put("REQUEST_METHOD", exchange.getRequestMethod());
    environment.put("PATH_INFO", exchange.getRequestURI().getPath());
    String query = exchange.getRequestURI().getRawQuery();
    environment.put("QUERY_STRING", query == null ? "" : query);
    header(exchange, "Content-Type", "CONTENT_TYPE", environment);
    header(exchange, "Content-Length", "CONTENT_LENGTH", environment);
    header(exchange, "Content-Encoding", "HTTP_CONTENT_ENCODING", environment);
    header(exchange, "Git-Protocol", "GIT_PROTOCOL", environment);
    return builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
  }

  private static void header(
      HttpExchange exchange, String name, String variable, Map<String, String> environment) {
    String value = exchange.getRequestHeaders().getFirst(name);
    if (value != null) {
      environment.put(variable, value);
    }
  }

  private static void feed(HttpExchange exchange, Process backend) {
    try (OutputStream in = backend.getOutputStream()) {
      exchange.getRequestBody().transferTo(in);
    } catch (IOException e) {
      // The backend may answer, and end, before it has read everything.
      backend.destroy();
    }
  }

  private static void relay(HttpExchange exchange, Process backend) throws IOException {
    try (InputStream out = backend.getInputStream()) {
      int status = 200;
      for (String line = line(out); !line.isEmpty(); line = line(out)) {
        int colon = line.indexOf(':');
        String value = line.substring(colon + 1).strip();
        if (line.startsWith("Status:")) {
          status = Integer.parseInt(value.substring(0, 3));
        } else {
          exchange.getResponseHeaders().add(line.substring(0, colon), value);
        }
      }
      exchange.sendResponseHeaders(status, 0);
      out.transferTo(exchange.getResponseBody());
    }
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
      if (next != '\r') {
        bytes.write(next);
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
