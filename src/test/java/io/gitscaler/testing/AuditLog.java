package io.gitscaler.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The API server's own account of what it was asked. Requests are noted when they arrive, before they are dealt with, so a
 * request that was answered is in the log.
 */
public final class AuditLog {
  private static final Set<String> READING = Set.of("get", "list", "watch");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;

  AuditLog(Path file) {
    this.file = file;
  }

  Path file() {
    return file;
  }

  /**
   * One request as it arrived.
   *
   * @param user such as {@code system:serviceaccount:gitscaler:runner}
   * @param verb RBAC's verb: {@code list}, {@code update}, ...
   * @param uri path and query
   */
  public record Request(String user, String agent, String verb, String uri) {
    /** Whether it asks for a change of anything. */
    public boolean writes() {
      return !READING.contains(verb);
    }
  }

  /** The place in the log where later requests begin. */
  public long mark() throws IOException {
    return Files.exists(file) ? Files.size(file) : 0;
  }

  /** All requests since then, in the order of their arrival. */
  public List<Request> since(long mark) throws IOException {
    byte[] bytes;
    try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
      log.seek(mark);
      bytes = new byte[Math.toIntExact(log.length() - mark)];
      log.readFully(bytes);
    }
    String text = new String(bytes, UTF_8);
    List<Request> requests = new ArrayList<>();
    // A last line without its end is still being written and belongs to a request that nobody has
    // an answer to.
    for (String line : text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
      JsonNode event = JSON.readTree(line);
      if (event.path("stage").asText().equals("RequestReceived")) {
        requests.add(
            new Request(
                event.path("user").path("username").asText(),
                event.path("userAgent").asText(),
                event.path("verb").asText(),
                event.path("requestURI").asText()));
      }
    }
    return requests;
  }

  /** The requests of one user since then that asked for a change. */
  public List<Request> writesSince(long mark, String user) throws IOException {
    return since(mark).stream().filter(r -> r.user().equals(user) && r.writes()).toList();
  }
}
