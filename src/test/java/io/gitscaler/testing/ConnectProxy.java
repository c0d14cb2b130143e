package io.gitscaler.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * A proxy as companies have it: opens a tunnel with {@code CONNECT}, to whoever shows the right credentials. Every name leads to
 * the loopback address, so that names can be used that nobody else knows.
 */
public final class ConnectProxy implements AutoCloseable {
  private final ServerSocket server;
  private final @Nullable String authorization;
  private final boolean closed;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<String> asked = new CopyOnWriteArrayList<>();

  /**
   * Starts one.
   *
   * @param authorization the value of {@code Proxy-Authorization} that it wants; null for everybody
   */
  public ConnectProxy(@Nullable String authorization) throws IOException {
    this(authorization, false);
  }

  private ConnectProxy(@Nullable String authorization, boolean closed) throws IOException {
    this.authorization = authorization;
    this.closed = closed;
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    threads.execute(this::accept);
  }

  /** One that lets nobody through to anywhere. */
  public static ConnectProxy closed() throws IOException {
    return new ConnectProxy(null, true);
  }

  public int port() {
    return server.getLocalPort();
  }

  /** The first lines of the requests so far: {@code CONNECT git.example.org:443 HTTP/1.1}. */
  public List<String> asked() {
    return List.copyOf(asked);
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        threads.execute(() -> serve(client));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      List<String> head = head(client.getInputStream());
      asked.add(head.getFirst());
      if (closed) {
        answer(client, "403 Forbidden\r\nContent-Length: 0");
        return;
      }
      if (authorization != null
          && head.stream().noneMatch(("Proxy-Authorization: " + authorization)::equalsIgnoreCase)) {
        answer(
            client,
            "407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"way out\"\r\nConnection: close\r\nContent-Length: 0");
        return;
      }
      String[] words = head.getFirst().split("[ :]", -1);
      try (Socket behind =
          new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(words[2]))) {
        answer(client, "200 Connection established");
        threads.execute(() -> copy(client, behind));
        behind.getInputStream().transferTo(client.getOutputStream());
      }
    } catch (IOException gone) {
      // One of the two had enough.
    }
  }

  private static void copy(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException gone) {
      // The other direction ends, too.
    }
  }

  private static void answer(Socket client, String statusAndHeaders) throws IOException {
    client
        .getOutputStream()
        .write(("HTTP/1.1 " + statusAndHeaders + "\r\n\r\n").getBytes(ISO_8859_1));
  }

  private static List<String> head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("no request");
      }
      head.append((char) next);
    }
    return head.toString().lines().toList();
  }

  @Override
  public void close() throws IOException {
    server.close();
    threads.shutdownNow();
  }
}
