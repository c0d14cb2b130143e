package io.gitscaler.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.SelfSignedCertificate;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Speaks TLS and HTTP/2 for an {@link EmbeddedCluster}, as a real API server does: its mock server has no HTTP/2 with TLS. For
 * the training of the start-up cache alone, so bodies are small and go through in one piece.
 */
final class EncryptedFront implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PROTOBUF = "application/vnd.kubernetes.protobuf";

  private final Vertx vertx = Vertx.vertx();
  private final SelfSignedCertificate certificate = SelfSignedCertificate.create("localhost");
  private final HttpClient client = vertx.createHttpClient();
  private final HttpServer server;
  private final URI behind;

  private EncryptedFront(URI behind) {
    this.behind = behind;
    server =
        vertx
            .createHttpServer(
                new HttpServerOptions()
                    .setSsl(true)
                    .setUseAlpn(true)
                    .setKeyCertOptions(certificate.keyCertOptions()))
            .requestHandler(this::pass);
  }

  /** Starts one on the loopback address, for the server at this address. */
  static EncryptedFront start(String behind) {
    EncryptedFront front = new EncryptedFront(URI.create(behind));
    front.server.listen(0, "localhost").toCompletionStage().toCompletableFuture().join();
    return front;
  }

  /** Writes a kubeconfig to the file that trusts the certificate and shows a token. */
  void kubeconfig(Path file) throws IOException {
    Files.writeString(
        file,
        """
        apiVersion: v1
        kind: Config
        current-context: training
        contexts:
        - name: training
          context: {cluster: training, user: training}
        clusters:
        - name: training
          cluster: {server: "https://localhost:%d", certificate-authority: "%s"}
        users:
        - name: training
          user: {token: nobody-asks}
        """
            .formatted(server.actualPort(), certificate.certificatePath()));
  }

  private void pass(HttpServerRequest request) {
    request
        .body()
        .compose(body -> ask(request, body))
        .onFailure(failure -> request.response().setStatusCode(502).end());
  }

  private Future<Void> ask(HttpServerRequest request, Buffer body) {
    return client
        .request(request.method(), behind.getPort(), behind.getHost(), request.uri())
        .compose(
            onward -> {
              String type = request.getHeader("Content-Type");
              if (type != null) {
                onward.putHeader("Content-Type", type);
              }
              return onward.send(body);
            })
        .compose(
            answer ->
                answer.body().compose(content -> pass(request, answer.statusCode(), content)));
  }

  /** Lists of pods go on in protobuf to who takes it, as from a real API server. */
  private static Future<Void> pass(HttpServerRequest request, int status, Buffer content) {
    HttpServerResponse response = request.response().setStatusCode(status);
    String accepted = String.valueOf(request.getHeader("Accept"));
    if (!accepted.startsWith(PROTOBUF)) {
      return response.putHeader("Content-Type", "application/json").end(content);
    }
    try {
      byte[] pods = ProtobufPods.of(JSON.readTree(content.getBytes()));
      return response.putHeader("Content-Type", PROTOBUF).end(Buffer.buffer(pods));
    } catch (IOException e) {
      return Future.failedFuture(e);
    }
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
    certificate.delete();
  }
}
