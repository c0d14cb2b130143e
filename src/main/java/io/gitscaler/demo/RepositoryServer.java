package io.gitscaler.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.http.Dispatcher;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.PacketLineOut;
import org.eclipse.jgit.transport.ReceivePack;
import org.eclipse.jgit.transport.RefAdvertiser.PacketLineOutRefAdvertiser;
import org.eclipse.jgit.transport.UploadPack;

/**
 * Repositories on https as a Git server offers them, with a certificate of its own and one token. For the training of the
 * start-up cache: most installations have their repositories behind https.
 */
final class RepositoryServer implements AutoCloseable {
  /** What the server wants to hear; its name and its secret guard nothing. */
  static final String USER = "training";

  static final String TOKEN = "training";
  private static final String AUTHORIZATION =
      "Basic " + Base64.getEncoder().encodeToString((USER + ":" + TOKEN).getBytes(UTF_8));
  private static final String ADVERTISE = "/info/refs?service=";

  private final MockWebServer server = new MockWebServer();
  private final Map<String, Repository> repositories;

  private RepositoryServer(Map<String, Repository> repositories) {
    this.repositories = repositories;
    server.useHttps();
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            return answer(request);
          }
        });
    server.start(InetAddress.getLoopbackAddress(), 0);
  }

  /** Serves repositories by these names on the loopback address. */
  static RepositoryServer start(Map<String, Repository> repositories) {
    return new RepositoryServer(repositories);
  }

  String url(String name) {
    return "https://localhost:" + server.getPort() + "/" + name;
  }

  /** Writes a trust store with the server's certificate to the file. */
  Path trustStore(Path file, char[] password) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    try (InputStream pem =
        Files.newInputStream(Path.of(server.getSelfSignedCertificate().certificatePath()))) {
      store.setCertificateEntry(
          "training", CertificateFactory.getInstance("X.509").generateCertificate(pem));
    }
    try (var out = Files.newOutputStream(file)) {
      store.store(out, password);
    }
    return file;
  }

  private MockResponse answer(RecordedRequest request) {
    if (!AUTHORIZATION.equals(request.getHeader("Authorization"))) {
      return new MockResponse()
          .setResponseCode(401)
          .setHeader("WWW-Authenticate", "Basic realm=\"git\"");
    }
    String name = request.getPath().substring(1).replaceFirst("/.*", "");
    String rest = request.getPath().substring(1 + name.length());
    Repository repository = repositories.get(name);
    if (repository == null) {
      return new MockResponse().setResponseCode(404);
    }
    try {
      return rest.startsWith(ADVERTISE)
          ? advertise(repository, rest.substring(ADVERTISE.length()), request)
          : serve(repository, rest.substring(1), request);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static MockResponse advertise(
      Repository repository, String service, RecordedRequest request) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PacketLineOutRefAdvertiser advertiser = new PacketLineOutRefAdvertiser(new PacketLineOut(out));
    if (service.equals("git-upload-pack")) {
      uploadPack(repository, request).sendAdvertisedRefs(advertiser, service);
    } else {
      new PacketLineOut(out).writeString("# service=" + service + "\n");
      new PacketLineOut(out).end();
      receivePack(repository).sendAdvertisedRefs(advertiser);
    }
    return answer("application/x-" + service + "-advertisement", out);
  }

  private static MockResponse serve(Repository repository, String service, RecordedRequest request)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (InputStream body = body(request)) {
      if (service.equals("git-upload-pack")) {
        uploadPack(repository, request).upload(body, out, null);
      } else {
        receivePack(repository).receive(body, out, null);
      }
    }
    return answer("application/x-" + service + "-result", out);
  }

  private static UploadPack uploadPack(Repository repository, RecordedRequest request) {
    UploadPack pack = new UploadPack(repository);
    pack.setBiDirectionalPipe(false);
    Optional.ofNullable(request.getHeader("Git-Protocol"))
        .ifPresent(version -> pack.setExtraParameters(List.of(version)));
    return pack;
  }

  private static ReceivePack receivePack(Repository repository) {
    ReceivePack pack = new ReceivePack(repository);
    pack.setBiDirectionalPipe(false);
    return pack;
  }

  private static InputStream body(RecordedRequest request) throws IOException {
    InputStream body = request.getBody().inputStream();
    return "gzip".equals(request.getHeader("Content-Encoding")) ? new GZIPInputStream(body) : body;
  }

  private static MockResponse answer(String type, ByteArrayOutputStream content) {
    return new MockResponse()
        .setResponseCode(200)
        .setHeader("Content-Type", type)
        .setHeader("Cache-Control", "no-cache")
        .setBody(content.toByteArray());
  }

  @Override
  public void close() {
    server.shutdown();
  }
}
