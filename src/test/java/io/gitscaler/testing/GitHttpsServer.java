package io.gitscaler.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A Git server on https: the system's {@code git http-backend} behind the JDK's server, with a certificate of its own and one
 * user with a token.
 */
public final class GitHttpsServer implements AutoCloseable {
  private static final char[] STORE_PASSWORD = "changeit".toCharArray();

  private final HttpsServer server;
  private final ExecutorService executor;
  private final Path root;
  private final Path certificate;
  private final String authorization;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final Set<String> headers = ConcurrentHashMap.newKeySet();

  private GitHttpsServer(
      HttpsServer server, ExecutorService executor, Path root, Path certificate, String auth) {
    this.server = server;
    this.executor = executor;
    this.root = root;
    this.certificate = certificate;
    this.authorization = auth;
  }

  /**
   * Serves the bare repositories in a folder.
   *
   * @param scratch where the key and the certificate go
   */
  public static GitHttpsServer start(Path root, Path scratch, String user, String token)
      throws IOException, GeneralSecurityException, InterruptedException {
    Path store = scratch.resolve("git-https.p12");
    Path certificate = scratch.resolve("git-https.pem");
    keytool(
        "-genkeypair",
        "-alias",
        "git",
        "-keyalg",
        "EC",
        "-validity",
        "3650",
        "-dname",
        "CN=localhost",
        "-ext",
        "SAN=dns:localhost,ip:127.0.0.1",
        "-storetype",
        "PKCS12",
        "-keystore",
        store.toString(),
        "-storepass",
        new String(STORE_PASSWORD));
    keytool(
        "-exportcert",
        "-alias",
        "git",
        "-rfc",
        "-file",
        certificate.toString(),
        "-keystore",
        store.toString(),
        "-storepass",
        new String(STORE_PASSWORD));
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    server.setHttpsConfigurator(new HttpsConfigurator(context(store)));
    ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    server.setExecutor(executor);
    String pair = user + ":" + token;
    GitHttpsServer git =
        new GitHttpsServer(
            server,
            executor,
            root,
            certificate,
            "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    server.createContext("/", git::answer);
    server.start();
    return git;
  }

  /** The address of one of the repositories, {@code name} being its folder's name. */
  public String url(String name) {
    return "https://localhost:" + server.getAddress().getPort() + "/" + name;
  }

  /** The certificate to trust, as PEM. */
  public Path certificate() {
    return certificate;
  }

  /** Method and address of every request so far. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  /** The names of all headers that came so far, in small letters. */
  public Set<String> headers() {
    return Set.copyOf(headers);
  }

  @Override
  public void close() {
    server.stop(0);
    executor.close();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange
          .getRequestHeaders()
          .keySet()
          .forEach(name -> headers.add(name.toLowerCase(Locale.ROOT)));
      requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
      if (!authorization.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
        exchange.getRequestBody().readAllBytes();
        exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"git\"");
        exchange.sendResponseHeaders(401, -1);
        return;
      }
      GitHttpBackend.answer(exchange, root);
    }
  }

  private static SSLContext context(Path store) throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, STORE_PASSWORD);
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, STORE_PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  private static void keytool(String... arguments) throws IOException, InterruptedException {
    List<String> command = new java.util.ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException("keytool failed: " + output);
    }
  }
}
