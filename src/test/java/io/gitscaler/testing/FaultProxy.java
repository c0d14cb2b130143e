package io.gitscaler.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Stands in front of a plain http server and spoils what goes through, by route. It works on sockets, because a library's server
 * does not let one break off a connection in the middle. Each connection carries one request.
 */
public final class FaultProxy implements AutoCloseable {
  /** What may go wrong between two that talk. */
  public enum Fault {
    /** Nothing is answered until the test ends. */
    NO_ANSWER,
    /** The connection is reset, and the request is not passed on. */
    RESET,
    /** The request is passed on, and the connection is reset instead of the answer. */
    RESET_AFTER_IT_WAS_DONE,
    /** The answer stops half-way, and the connection ends. */
    CUT_OFF,
    STATUS_429,
    STATUS_500,
    STATUS_503,
    /** A proxy's page for people. */
    HTML,
    /** 200 and no body. */
    EMPTY,
    /** 200 and a whole body that is half a document. */
    HALF_A_DOCUMENT,
    /** 200 and a document of a kind that nobody asked for. */
    ANOTHER_KIND;

    /** As tables spell it: {@code no answer}. */
    public String words() {
      return this == HTML
          ? name()
          : name().toLowerCase(Locale.ROOT).replace("status_", "").replace('_', ' ');
    }
  }

  private record Spoilt(Pattern route, Fault fault) {}

  private final ServerSocket server;
  private final int upstream;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch end = new CountDownLatch(1);
  private final AtomicInteger hits = new AtomicInteger();
  private volatile @Nullable Spoilt spoilt;

  /** A proxy for the server on this port of the loopback address. */
  public FaultProxy(int upstream) throws IOException {
    this.upstream = upstream;
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    threads.execute(this::accept);
  }

  public String url() {
    return "http://127.0.0.1:" + server.getLocalPort();
  }

  /** From now on every request that matches, written {@code GET /path?query}, meets with this. */
  public void spoil(String route, Fault fault) {
    hits.set(0);
    spoilt = new Spoilt(Pattern.compile(route), fault);
  }

  public void heal() {
    spoilt = null;
  }

  /** How many requests met with the fault. */
  public int hits() {
    return hits.get();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket connection = server.accept();
        threads.execute(() -> serve(connection));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      Message request = Message.read(connection.getInputStream());
      if (request == null) {
        return;
      }
      Spoilt now = spoilt;
      if (now == null || !now.route().matcher(request.route()).matches()) {
        connection.getOutputStream().write(forward(request));
        return;
      }
      hits.incrementAndGet();
      spoil(now.fault(), request, connection);
    } catch (IOException broken) {
      // One of the two went away, which is what a proxy is for.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void spoil(Fault fault, Message request, Socket connection)
      throws IOException, InterruptedException {
    switch (fault) {
      case NO_ANSWER -> end.await();
      case RESET -> connection.setSoLinger(true, 0);
      case RESET_AFTER_IT_WAS_DONE -> {
        forward(request);
        connection.setSoLinger(true, 0);
      }
      case CUT_OFF -> {
        byte[] answer = forward(request);
        connection.getOutputStream().write(answer, 0, answer.length / 2);
      }
      case STATUS_429 ->
          answer(connection, "429 Busy\r\nRetry-After: 1", "{\"message\": \"busy\"}");
      case STATUS_500 -> answer(connection, "500 Broken", "{\"message\": \"broken\"}");
      case STATUS_503 -> answer(connection, "503 Away", "{\"message\": \"away\"}");
      case HTML -> answer(connection, "200 OK\r\nContent-Type: text/html", "<html>Sign in</html>");
      case EMPTY -> answer(connection, "200 OK", "");
      case HALF_A_DOCUMENT -> {
        String body = Message.body(forward(request));
        answer(connection, "200 OK", body.substring(0, body.length() / 2));
      }
      case ANOTHER_KIND ->
          answer(connection, "200 OK", "{\"kind\": \"Banana\", \"apiVersion\": \"fruit/v1\"}");
    }
  }

  private static void answer(Socket connection, String statusAndHeaders, String body)
      throws IOException {
    String head =
        "HTTP/1.1 %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
            .formatted(statusAndHeaders, body.length());
    connection.getOutputStream().write((head + body).getBytes(ISO_8859_1));
  }

  /** The answer of the server behind, as it came. */
  private byte[] forward(Message request) throws IOException {
    try (Socket behind = new Socket(InetAddress.getLoopbackAddress(), upstream)) {
      behind.getOutputStream().write(request.oneTime());
      byte[] answer = behind.getInputStream().readAllBytes();
      int firstLine = Message.indexOf(answer, "\r\n");
      ByteArrayOutputStream whole = new ByteArrayOutputStream();
      whole.write(answer, 0, firstLine);
      whole.writeBytes("\r\nConnection: close".getBytes(ISO_8859_1));
      whole.write(answer, firstLine, answer.length - firstLine);
      return whole.toByteArray();
    }
  }

  @Override
  public void close() throws IOException {
    end.countDown();
    server.close();
    threads.shutdownNow();
  }

  /** A request, head and body, byte for byte as characters. */
  private record Message(String head, String body) {
    private static final Pattern HOP_BY_HOP =
        Pattern.compile("(?i)\r\n(connection|upgrade|http2-settings|keep-alive):[^\r]*");
    private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *(\\d+)");

    /** Null where the connection was closed without one. */
    static @Nullable Message read(InputStream in) throws IOException {
      ByteArrayOutputStream head = new ByteArrayOutputStream();
      for (int one = in.read(); one >= 0; one = in.read()) {
        head.write(one);
        String text = one == '\n' ? head.toString(ISO_8859_1) : "";
        if (text.endsWith("\r\n\r\n")) {
          var length = LENGTH.matcher(text);
          int bytes = length.find() ? Integer.parseInt(length.group(1)) : 0;
          return new Message(text, new String(in.readNBytes(bytes), ISO_8859_1));
        }
      }
      return null;
    }

    String route() {
      return head.substring(0, head.lastIndexOf(' ', head.indexOf("\r\n")));
    }

    byte[] oneTime() {
      String rest = HOP_BY_HOP.matcher(head).replaceAll("");
      String asked = rest.substring(0, rest.length() - 2) + "Connection: close\r\n\r\n";
      return (asked + body).getBytes(ISO_8859_1);
    }

    static String body(byte[] answer) {
      int head = indexOf(answer, "\r\n\r\n");
      return new String(Arrays.copyOfRange(answer, head + 4, answer.length), ISO_8859_1);
    }

    static int indexOf(byte[] bytes, String text) {
      return new String(bytes, ISO_8859_1).indexOf(text);
    }
  }
}
