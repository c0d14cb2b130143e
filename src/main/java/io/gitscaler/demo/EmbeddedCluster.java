package io.gitscaler.demo;

import io.fabric8.mockwebserver.MockWebServer;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A Kubernetes API server in this process, for one demonstration: objects are kept as they are written, and what a real
 * cluster would add by itself is added here (see {@link EmbeddedApi}). It listens on the loopback address and does
 * not ask who calls.
 */
final class EmbeddedCluster implements AutoCloseable {
  /** The mock server tells of every request at the level of news; held here so that the level is not forgotten. */
  private static final Logger SERVER_LOG = Logger.getLogger(MockWebServer.class.getName());

  private final MockWebServer server = new MockWebServer();
  private final EmbeddedApi api;

  private EmbeddedCluster(InstantSource clock) {
    SERVER_LOG.setLevel(Level.WARNING);
    api = new EmbeddedApi(clock);
    server.setDispatcher(api);
    server.start(InetAddress.getLoopbackAddress(), 0);
  }

  /** Starts one; pods are started and metrics taken at the time that the clock shows. */
  static EmbeddedCluster start(InstantSource clock) {
    return new EmbeddedCluster(clock);
  }

  /** Deploys an application with its pods, all of them ready. */
  void deploy(Application application) {
    api.deploy(application);
  }

  /** {@code http://HOST:PORT}. */
  String url() {
    return "http://" + server.getHostName() + ":" + server.getPort();
  }

  /** Writes a kubeconfig for this cluster to the file. */
  Path kubeconfig(Path file) throws IOException {
    return Files.writeString(
        file,
        """
        apiVersion: v1
        kind: Config
        current-context: demo
        contexts:
        - name: demo
          context: {cluster: demo, user: demo}
        clusters:
        - name: demo
          cluster: {server: "%s"}
        users:
        - name: demo
          user: {}
        """
            .formatted(url()));
  }

  @Override
  public void close() {
    server.shutdown();
  }
}
