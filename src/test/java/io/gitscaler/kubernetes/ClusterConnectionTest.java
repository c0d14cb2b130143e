package io.gitscaler.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.gitscaler.failure.OutsideFailure;
import io.gitscaler.testing.GitHttpsServer;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterConnectionTest {
  /** A certificate of nobody, valid for a hundred years. */
  private static final String CERTIFICATE =
      """
      -----BEGIN CERTIFICATE-----
      MIIBdjCCARugAwIBAgIUXgzP7UL1AW7t1GnjtTZlVoSgjlYwCgYIKoZIzj0EAwIw
      DzENMAsGA1UEAwwEdGVzdDAgFw0yNjExMjIwNzE1NDFaGA8yMTI2MTAyOTA3MTU0
      MVowDzENMAsGA1UEAwwEdGVzdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABDTL
      83feAmMPo4sXJGXEosxnI7HjGj1NoszX3BePh9ahmQSSVpxIw9VF/PLOKXjcUKk3
      x1OzzBoaQ1fCuataN8GjUzBRMB0GA1UdDgQWBBRqADhV0lwfG4Bd1UNCCAxUpTcI
      kjAfBgNVHSMEGDAWgBRqADhV0lwfG4Bd1UNCCAxUpTcIkjAPBgNVHRMBAf8EBTAD
      AQH/MAoGCCqGSM49BAMCA0kAMEYCIQCg7aUSuxNVad1hVYzF1KkVXsOk/2PTcf+H
      0hmpXMZLrgIhALsKNyDpHs4ZjLkQYmBIXYNLHZ4m2QdTcf6sI4Df3GrV
      -----END CERTIFICATE-----
      """;

  @TempDir Path folder;

  @Test
  void takesTheNamedKubeconfigBeforeAnythingElse() throws IOException {
    Path named = kubeconfig("named", "https://named:6443");
    Path other = kubeconfig("other", "https://other:6443");

    assertThat(config(named, null, Map.of("KUBECONFIG", other.toString())).getMasterUrl())
        .startsWith("https://named:6443");
  }

  @Test
  void mergesTheFilesOfKubeconfigAndChoosesTheContext() throws IOException {
    Path first = kubeconfig("first", "https://first:6443");
    Path second = kubeconfig("second", "https://second:6443");
    Map<String, String> environment = Map.of("KUBECONFIG", first + ":" + second);

    assertThat(config(null, null, environment).getMasterUrl()).startsWith("https://first:6443");
    assertThat(config(null, "second", environment).getMasterUrl())
        .startsWith("https://second:6443");
  }

  @ParameterizedTest
  @CsvSource({
    "HTTPS_PROXY, ht!tp://ops:canary@proxy:3128",
    "https_proxy, http://ops:can ary@proxy:3128",
    "HTTPS_PROXY, http://ops:canary@",
  })
  void refusesAProxyThatCannotBeReadWithoutShowingIt(String variable, String proxy)
      throws IOException {
    Path kubeconfig = kubeconfig("one", "https://one:6443");

    assertThatThrownBy(() -> config(kubeconfig, null, Map.of(variable, proxy)))
        .isInstanceOf(OutsideFailure.class)
        .hasNoCause()
        .hasMessageStartingWith(variable + ": it holds no address of a proxy. Write it as ");
  }

  @Test
  void looksIntoTheHomeFolderBeforeTheServiceAccount() throws IOException {
    Path home = Files.createDirectories(folder.resolve(".kube"));
    Files.move(kubeconfig("home", "https://home:6443"), home.resolve("config"));
    serviceAccount();

    assertThat(config(null, null, inPod(Map.of("HOME", folder.toString()))).getMasterUrl())
        .startsWith("https://home:6443");
  }

  @Test
  void usesTheServiceAccountOfItsPod() throws IOException {
    Path account = serviceAccount();

    Config config = config(null, null, inPod(Map.of()));

    assertThat(config.getMasterUrl()).isEqualTo("https://10.0.0.1:443/");
    assertThat(config.getNamespace()).isEqualTo("gitscaler");
    assertThat(config.getOauthTokenProvider().getToken()).isEqualTo("first-token");
    Files.writeString(account.resolve("token"), "renewed-token\n");
    assertThat(config.getOauthTokenProvider().getToken()).isEqualTo("renewed-token");
  }

  @Test
  void isInItsPodsNamespaceOnlyWhereItUsesThePodsServiceAccount() throws IOException {
    Path account = serviceAccount();
    Path kubeconfig = kubeconfig("elsewhere", "https://elsewhere:6443");

    assertThat(podNamespace(null, inPod(Map.of()), account)).isEqualTo("gitscaler");
    assertThat(podNamespace(kubeconfig, inPod(Map.of()), account)).isNull();
    assertThat(podNamespace(null, inPod(Map.of("KUBECONFIG", kubeconfig.toString())), account))
        .isNull();
    Files.delete(account.resolve("namespace"));
    assertThat(podNamespace(null, inPod(Map.of()), account)).isNull();
  }

  private static @Nullable String podNamespace(
      @Nullable Path kubeconfig, Map<String, String> environment, Path account) {
    return ClusterConnection.podNamespace(
        new ConnectionSettings(kubeconfig, null, Duration.ofSeconds(7), "1.2.3", environment),
        account);
  }

  @Test
  void saysWhoAsksAndDoesNotWaitForEver() throws IOException {
    Config config = config(kubeconfig("one", "https://one:6443"), null, Map.of());

    assertThat(config.getUserAgent()).isEqualTo("gitscaler/1.2.3");
    assertThat(config.getRequestTimeout()).isEqualTo(7_000);
    assertThat(config.getConnectionTimeout()).isEqualTo(5_000);
    assertThat(config.getRequestRetryBackoffLimit()).isEqualTo(3);
  }

  @Test
  void namesTheKnownContextsWhenTheAskedOneIsMissing() throws IOException {
    Path file = kubeconfig("one", "https://one:6443");

    assertThatThrownBy(() -> config(file, "two", Map.of()))
        .isInstanceOf(OutsideFailure.class)
        .hasMessage(file + ": the kubeconfig has no context two. Choose one with --context: one.");
  }

  @Test
  void refusesAKubeconfigThatIsMissingOrNoKubeconfig() throws IOException {
    Path broken = Files.writeString(folder.resolve("broken"), "]: {");

    for (Path file : new Path[] {broken, folder.resolve("absent")}) {
      assertThatThrownBy(() -> config(file, null, Map.of()))
          .isInstanceOf(OutsideFailure.class)
          .hasMessageStartingWith(file + ": the kubeconfig cannot be read.");
    }
  }

  /** Fields of the cluster or the user, and what the message says of them. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          certificate-authority: absent.crt     | certificate-authority names FOLDER/absent.crt
          certificate-authority: .              | certificate-authority names FOLDER
          certificate-authority: /absent/ca.crt | certificate-authority names /absent/ca.crt
          certificate-authority: garbage        | certificate-authority FOLDER/garbage holds no certificate that can be
          certificate-authority: half           | certificate-authority FOLDER/half holds no certificate that can be
          certificate-authority: empty          | certificate-authority FOLDER/empty holds no certificate that can be
          certificate-authority-data: "%%"      | certificate-authority-data holds no certificate that can be read.
          certificate-authority-data: Y2FuYXJ5  | certificate-authority-data holds no certificate that can be read.
          client-certificate: absent.crt        | client-certificate names FOLDER/absent.crt
          client-key: absent.key                | client-key names FOLDER/absent.key
          client-key: garbage                   | client key
          client-key-data: "%%"                 | client key
          client-certificate: garbage           | client certificate
          server: "not an address"              | server's address
          """)
  void saysWhichFileOrValueOfAKubeconfigCannotBeUsed(String line, String said) throws IOException {
    Files.writeString(folder.resolve("certificate"), CERTIFICATE);
    Files.writeString(folder.resolve("garbage"), "canary, and no certificate");
    Files.writeString(folder.resolve("empty"), "");
    Files.writeString(folder.resolve("half"), CERTIFICATE.substring(0, 200));
    Path kubeconfig = kubeconfig("one", "https://one:6443");
    String text = Files.readString(kubeconfig);
    if (line.startsWith("server")) {
      text = text.replace("server: \"https://one:6443\"", line);
    } else if (line.startsWith("client-key")) {
      text = text.replace("token: canary", "client-certificate: certificate, " + line);
    } else if (line.startsWith("client-")) {
      text = text.replace("token: canary", "client-key: certificate, " + line);
    } else {
      text = text.replace("cluster: {server", "cluster: {" + line + ", server");
    }
    Files.writeString(kubeconfig, text);

    assertThatThrownBy(() -> config(kubeconfig, null, Map.of()))
        .isInstanceOf(OutsideFailure.class)
        .hasMessageStartingWith(kubeconfig + ": ")
        .hasMessageContaining(said.replace("FOLDER", folder.toString()))
        .hasMessageEndingWith(".")
        .message()
        .doesNotContain("canary");
  }

  /** The library would try TLS, and then send the token in the clear. */
  @Test
  void takesAnAddressWithoutProtocolForTls() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String address = "127.0.0.1:" + server.getLocalPort();
      assertThat(config(kubeconfig("one", address), null, Map.of()).getMasterUrl())
          .isEqualTo("https://" + address + "/");
    }
    assertThat(config(kubeconfig("two", "http://localhost:8001"), null, Map.of()).getMasterUrl())
        .isEqualTo("http://localhost:8001/");
  }

  @Test
  void saysThatTheServiceAccountHasNoCertificateAuthority() throws IOException {
    Path account = serviceAccount();
    Files.delete(account.resolve("ca.crt"));

    assertThatThrownBy(() -> config(null, null, inPod(Map.of())))
        .isInstanceOf(OutsideFailure.class)
        .hasMessageStartingWith(
            account + ": certificate-authority names " + account.resolve("ca.crt"));
  }

  @Test
  void saysWhatToDoWhereNoClusterIsConfigured() {
    assertThatThrownBy(() -> config(null, null, Map.of("HOME", folder.toString())))
        .isInstanceOf(OutsideFailure.class)
        .hasMessageContaining("no cluster is configured")
        .hasMessageEndingWith("Pass --kubeconfig FILE, or set KUBECONFIG.");
  }

  @Test
  void doesNotTakeThePodsServiceAccountForAKubeconfigThatIsMissing() throws IOException {
    serviceAccount();
    String missing = folder.resolve("absent") + ":" + folder.resolve("gone");

    assertThatThrownBy(() -> config(null, null, inPod(Map.of("KUBECONFIG", missing))))
        .isInstanceOf(OutsideFailure.class)
        .hasMessageStartingWith(missing + ": KUBECONFIG names no file that exists. ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/absent/plugin", "absent-plugin", "'false'", "'true'"})
  void refusesAnExecPluginThatGivesNoCredential(String command) throws IOException {
    Path kubeconfig = withPlugin(command);

    assertThatThrownBy(() -> config(kubeconfig, null, Map.of()))
        .isInstanceOf(OutsideFailure.class)
        .hasMessageStartingWith(
            kubeconfig
                + ": the exec plugin "
                + command.replace("'", "")
                + " of user one gave no credential. Check that the program is installed");
  }

  @Test
  void takesTheTokenOfAnExecPlugin() throws IOException {
    Path plugin =
        Files.writeString(
            folder.resolve("plugin"),
            """
            #!/bin/sh
            echo '{"apiVersion": "client.authentication.k8s.io/v1", "kind": "ExecCredential", "status": {"token": "given"}}'
            """);
    Files.setPosixFilePermissions(plugin, PosixFilePermissions.fromString("rwx------"));

    assertThat(config(withPlugin(plugin.toString()), null, Map.of()).getAutoOAuthToken())
        .isEqualTo("given");
  }

  private Path withPlugin(String command) throws IOException {
    Path kubeconfig = kubeconfig("one", "https://one:6443");
    return Files.writeString(
        kubeconfig,
        Files.readString(kubeconfig)
            .replace(
                "token: canary",
                "exec: {apiVersion: client.authentication.k8s.io/v1, command: " + command + "}"));
  }

  /** The server's certificate is one that the JVM trusts, and another than the kubeconfig's authority has signed. */
  @Test
  void trustsNobodyBesideTheClustersOwnAuthority() throws Exception {
    try (GitHttpsServer server = GitHttpsServer.start(folder, folder, "user", "token")) {
      Properties before = (Properties) System.getProperties().clone();
      System.setProperty("javax.net.ssl.trustStore", trustStore(server.certificate()).toString());
      System.setProperty("javax.net.ssl.trustStorePassword", "changeit");
      try {
        Path other = Files.writeString(folder.resolve("other.crt"), CERTIFICATE);

        assertThat(statusOf(server, server.certificate()).getCode()).isEqualTo(401);
        assertThat(statusOf(server, other)).hasStackTraceContaining("SSLHandshakeException");
        assertThat(KubernetesFailures.translate("pods", statusOf(server, other)))
            .hasMessage(
                "pods: the API server could not be asked: its certificate is not signed by an authority that is"
                    + " trusted. Check that certificate-authority in the kubeconfig is the authority of this"
                    + " cluster, and the address.");
      } finally {
        System.setProperties(before);
      }
    }
  }

  private Path trustStore(Path certificate) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    try (InputStream in = Files.newInputStream(certificate)) {
      store.setCertificateEntry(
          "one", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    Path file = folder.resolve("trusted.p12");
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, "changeit".toCharArray());
    }
    return file;
  }

  private KubernetesClientException statusOf(GitHttpsServer server, Path authority)
      throws IOException {
    Path kubeconfig = kubeconfig("one", server.url(""));
    String own = "cluster: {certificate-authority: " + authority + ", server";
    Files.writeString(kubeconfig, Files.readString(kubeconfig).replace("cluster: {server", own));
    ConnectionSettings settings =
        new ConnectionSettings(kubeconfig, null, Duration.ofSeconds(7), "1.2.3", Map.of());
    try (KubernetesClient client = ClusterConnection.open(settings)) {
      return Objects.requireNonNull(
          catchThrowableOfType(
              KubernetesClientException.class, () -> client.pods().inNamespace("shop").list()));
    }
  }

  @Test
  void asksFirstForTheCipherThatJavaDecryptsQuicklyAndThenForAllOthers() throws Exception {
    short chaCha20 = 0x1303;
    short aes128 = 0x1301;
    short aes256 = 0x1302;

    assertThat(cipherSuitesAskedFor())
        .startsWith(chaCha20)
        .contains(aes128, aes256)
        .hasSizeGreaterThan(10);
  }

  /** What the client's first words on a connection, its ClientHello, propose. */
  private List<Short> cipherSuitesAskedFor() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Path kubeconfig = kubeconfig("one", "https://127.0.0.1:" + server.getLocalPort());
      ConnectionSettings settings =
          new ConnectionSettings(kubeconfig, null, Duration.ofSeconds(7), "1.2.3", Map.of());
      try (KubernetesClient client = ClusterConnection.open(settings)) {
        HttpClient http = client.getHttpClient();
        var answer =
            http.sendAsync(
                http.newHttpRequestBuilder().url(client.getMasterUrl()).build(), InputStream.class);
        try (DataInputStream hello = new DataInputStream(server.accept().getInputStream())) {
          int heads = 5 + 4;
          int versionAndRandom = 2 + 32;
          hello.skipNBytes(heads + versionAndRandom);
          hello.skipNBytes(hello.readUnsignedByte());
          List<Short> suites = new ArrayList<>();
          for (int left = hello.readUnsignedShort() / 2; left > 0; left--) {
            suites.add(hello.readShort());
          }
          return suites;
        } finally {
          answer.cancel(true);
        }
      }
    }
  }

  private Config config(
      @Nullable Path kubeconfig, @Nullable String context, Map<String, String> environment) {
    ConnectionSettings settings =
        new ConnectionSettings(kubeconfig, context, Duration.ofSeconds(7), "1.2.3", environment);
    try (KubernetesClient client = ClusterConnection.open(settings, folder.resolve("account"))) {
      return client.getConfiguration();
    }
  }

  private Map<String, String> inPod(Map<String, String> more) {
    Map<String, String> environment = new HashMap<>(more);
    environment.put("KUBERNETES_SERVICE_HOST", "10.0.0.1");
    environment.put("KUBERNETES_SERVICE_PORT", "443");
    return environment;
  }

  private Path serviceAccount() throws IOException {
    Path account = Files.createDirectories(folder.resolve("account"));
    Files.writeString(account.resolve("token"), "first-token\n");
    Files.writeString(account.resolve("namespace"), "gitscaler");
    Files.writeString(account.resolve("ca.crt"), CERTIFICATE);
    return account;
  }

  private Path kubeconfig(String name, String server) throws IOException {
    return Files.writeString(
        folder.resolve(name),
        """
        apiVersion: v1
        kind: Config
        current-context: NAME
        contexts: [{name: NAME, context: {cluster: NAME, user: NAME, namespace: shop}}]
        clusters: [{name: NAME, cluster: {server: "SERVER"}}]
        users: [{name: NAME, user: {token: canary}}]
        """
            .replace("NAME", name)
            .replace("SERVER", server));
  }
}
