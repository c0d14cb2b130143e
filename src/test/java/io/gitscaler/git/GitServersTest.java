package io.gitscaler.git;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import io.gitscaler.failure.FailureKind;
import io.gitscaler.failure.OutsideFailure;
import io.gitscaler.policy.LoadedPolicies;
import io.gitscaler.testing.BareRepository;
import io.gitscaler.testing.ConnectProxy;
import io.gitscaler.testing.GitHttpsServer;
import io.gitscaler.testing.GitSshServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading over https and ssh, and what goes wrong there. */
class GitServersTest {
  private static final String TOKEN = "canary-token-51c2";

  @TempDir static Path folder;
  private static BareRepository repository;
  private static GitHttpsServer https;
  private static GitSshServer ssh;
  private static String first;

  @BeforeAll
  static void servers() throws Exception {
    repository = BareRepository.create(folder, "policies");
    first = repository.commit("main", Map.of("a.yaml", "one"));
    repository.commit("main", Map.of("a.yaml", "two"));
    https = GitHttpsServer.start(folder, folder, GitCredentials.TOKEN_USER, TOKEN);
    ssh = GitSshServer.start(folder);
  }

  @AfterAll
  static void stop() throws IOException {
    https.close();
    ssh.close();
  }

  private static GitRemote overHttps(String name, String token) {
    return GitRemote.of(https.url(name), GitCredentials.token(token))
        .withCertificates(https.certificate());
  }

  private static GitRemote overSsh(
      Path path, Path key, @Nullable String passphrase, @Nullable Path knownHosts) {
    return GitRemote.of(ssh.url(path), new GitCredentials.SshKey(key, passphrase, knownHosts));
  }

  private static String read(GitRemote remote, String ref) {
    List<String> read = new ArrayList<>();
    CheckoutReader reader =
        (root, checkout, revision) -> {
          try {
            read.add(Files.readString(root.resolve("a.yaml")));
          } catch (IOException e) {
            throw new IllegalStateException(e);
          }
          return new LoadedPolicies(revision, List.of(), List.of(), List.of());
        };
    try (GitPolicySource source =
        new GitPolicySource(new GitFolder(remote, ref, "."), null, folder.resolve("tmp"), reader)) {
      source.load();
    }
    return read.getFirst();
  }

  private static OutsideFailure failure(GitRemote remote) {
    return Objects.requireNonNull(
        catchThrowableOfType(OutsideFailure.class, () -> read(remote, "main")));
  }

  @Test
  void readsBranchesAndCommitsOverHttps() {
    assertThat(read(overHttps("policies.git", TOKEN), "main")).isEqualTo("two");
    assertThat(read(overHttps("policies.git", TOKEN), first)).isEqualTo("one");
    assertThat(read(overHttps("policies.git", TOKEN), first.substring(0, 8))).isEqualTo("one");
  }

  @Test
  void readsThroughTheProxyThatTheEnvironmentNames() throws IOException {
    String basic = Base64.getEncoder().encodeToString("ops:canary+1".getBytes(UTF_8));
    try (ConnectProxy proxy = new ConnectProxy("Basic " + basic)) {
      String address = "http://ops:canary+1@127.0.0.1:" + proxy.port();
      GitRemote remote = overHttps("policies.git", TOKEN);

      assertThat(read(remote.withProxyOf(Map.of("HTTPS_PROXY", address)), "main")).isEqualTo("two");
      assertThat(proxy.asked())
          .isNotEmpty()
          .allMatch(line -> line.startsWith("CONNECT localhost:"));
      // What is meant for the proxy is nothing that the server should see.
      assertThat(https.headers()).contains("authorization").doesNotContain("proxy-authorization");
      int before = proxy.asked().size();
      Map<String, String> excepted = Map.of("HTTPS_PROXY", address, "NO_PROXY", "localhost");
      assertThat(read(remote.withProxyOf(excepted), "main")).isEqualTo("two");
      assertThat(proxy.asked()).hasSize(before);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ops:canary@127.0.0.1:{proxy} | no way through the proxy 127.0.0.1:{proxy} (from HTTPS_PROXY): it does not accept who we are | 407
          127.0.0.1:{proxy}            | no way through the proxy 127.0.0.1:{proxy} (from HTTPS_PROXY): it does not accept who we are | 407
          127.0.0.1:{closed}           | Git failed through the proxy 127.0.0.1:{closed} (from HTTPS_PROXY) | 403
          ops:canary@127.0.0.1:{none}  | no connection through the proxy 127.0.0.1:{none} (from HTTPS_PROXY): | refused
          ops:canary@proxy.invalid:1   | the name proxy.invalid is not known through the proxy proxy.invalid:1 (from HTTPS_PROXY) | NO_PROXY
          """)
  void tellsAProxyThatLetsNobodyThrough(String address, String what, String detail)
      throws IOException {
    try (Socket held = new Socket();
        ConnectProxy proxy = new ConnectProxy("Basic another");
        ConnectProxy closed = ConnectProxy.closed()) {
      held.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      UnaryOperator<String> ports =
          text ->
              text.replace("{proxy}", String.valueOf(proxy.port()))
                  .replace("{closed}", String.valueOf(closed.port()))
                  .replace("{none}", String.valueOf(held.getLocalPort()));
      OutsideFailure failure =
          failure(
              overHttps("policies.git", TOKEN)
                  .withProxyOf(Map.of("HTTPS_PROXY", "http://" + ports.apply(address))));

      assertThat(failure.kind()).isEqualTo(FailureKind.GIT_UNREACHABLE);
      assertThat(failure)
          .hasMessageContaining(ports.apply(what))
          .hasMessageContaining(detail)
          .hasMessageContaining("Check the proxy")
          .hasMessageNotContaining("canary");
      assertThat(proxy.asked()).hasSizeLessThanOrEqualTo(2);
    }
  }

  @Test
  void readsBranchesAndCommitsOverSsh() {
    GitRemote remote = overSsh(repository.path(), ssh.clientKey(), null, ssh.knownHosts());
    assertThat(read(remote, "main")).isEqualTo("two");
    assertThat(read(remote, first)).isEqualTo("one");
  }

  @Test
  void fetchesOneCommitWithoutItsHistory() throws IOException {
    GitRemote remote = overHttps("policies.git", TOKEN);
    try (ScratchFolder scratch = ScratchFolder.below(folder, "shallow-");
        var local = scratch.repository("local.git");
        GitConnection connection = GitConnection.open(remote, local, scratch.path())) {
      var commit =
          new WantedCommit(connection, local, "main", GitConnection.Amount.SNAPSHOT)
              .fetch()
              .commit();
      assertThat(local.getObjectDatabase().has(commit)).isTrue();
      assertThat(local.getObjectDatabase().has(org.eclipse.jgit.lib.ObjectId.fromString(first)))
          .isFalse();
      assertThat(local.getObjectDatabase().getShallowCommits()).containsExactly(commit);
    }
  }

  @Test
  void tellsAWrongToken() {
    OutsideFailure failure = failure(overHttps("policies.git", "another-canary-token"));
    assertThat(failure.kind()).isEqualTo(FailureKind.GIT_REFUSED);
    assertThat(failure)
        .hasMessageContaining(
            "does not accept the token or password of user x-access-token (HTTP 401)")
        .hasMessageNotContaining("canary");
  }

  @Test
  void tellsMissingCredentials() {
    GitRemote remote =
        GitRemote.of(https.url("policies.git"), new GitCredentials.None())
            .withCertificates(https.certificate());
    assertThat(failure(remote))
        .hasMessageEndingWith(
            "the Git server wants credentials and there are none (HTTP 401). Name a file with a token with"
                + " --git-token-file, or set GITSCALER_GIT_TOKEN.");
  }

  @Test
  void tellsARepositoryThatIsNotThere() throws IOException {
    Files.createDirectories(folder.resolve("plain"));
    for (String name : List.of("nowhere.git", "plain")) {
      for (GitRemote remote :
          List.of(
              overHttps(name, TOKEN),
              overSsh(folder.resolve(name), ssh.clientKey(), null, ssh.knownHosts()))) {
        OutsideFailure failure = failure(remote);
        assertThat(failure.kind()).isEqualTo(FailureKind.GIT_REFUSED);
        assertThat(failure).hasMessageContaining("there is no Git repository");
      }
    }
  }

  @Test
  void tellsAnUntrustedCertificate() {
    GitRemote remote = GitRemote.of(https.url("policies.git"), GitCredentials.token(TOKEN));
    OutsideFailure failure = failure(remote);
    assertThat(failure.kind()).isEqualTo(FailureKind.GIT_UNREACHABLE);
    assertThat(failure)
        .hasMessageContaining("no trusted TLS connection")
        .hasMessageContaining("Check the server's certificate")
        .hasMessageNotContaining(TOKEN);
  }

  @Test
  void tellsAPortWhereNobodyListens() throws IOException {
    // Held without listening, so that nobody else comes to listen there.
    try (Socket held = new Socket()) {
      held.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      String authority = "127.0.0.1:" + held.getLocalPort();
      GitCredentials key = new GitCredentials.SshKey(ssh.clientKey(), null, ssh.knownHosts());
      for (GitRemote remote :
          List.of(
              GitRemote.of("https://" + authority + "/p.git", GitCredentials.token(TOKEN)),
              GitRemote.of("ssh://git@" + authority + "/p.git", key))) {
        OutsideFailure failure = failure(remote);
        assertThat(failure.kind()).isEqualTo(FailureKind.GIT_UNREACHABLE);
        assertThat(failure)
            .hasMessageStartingWith(remote.display() + ": no connection: Connection refused");
      }
    }
  }

  @Test
  void tellsAHostThatIsNotKnown() {
    OutsideFailure failure =
        failure(GitRemote.of("https://git.invalid/p.git", GitCredentials.token(TOKEN)));
    assertThat(failure.kind()).isEqualTo(FailureKind.GIT_UNREACHABLE);
    assertThat(failure).hasMessageContaining("the name git.invalid is not known");
  }

  @Test
  void tellsAWrongSshKey() throws Exception {
    Path other = GitSshServer.writeKey(GitSshServer.newKey(), folder.resolve("id_other"), null);
    OutsideFailure failure = failure(overSsh(repository.path(), other, null, ssh.knownHosts()));
    assertThat(failure.kind()).isEqualTo(FailureKind.GIT_REFUSED);
    assertThat(failure).hasMessageContaining("does not accept the ssh key " + other);
  }

  @Test
  void tellsAnUnknownHostKey() throws Exception {
    String text = Files.readString(ssh.knownHosts());
    String host = text.substring(0, text.indexOf(' '));
    Path another = folder.resolve("known_hosts_another");
    String key =
        org.apache.sshd.common.config.keys.PublicKeyEntry.toString(
            GitSshServer.newKey().getPublic());
    Files.writeString(another, host + " " + key + "\n");
    Path empty = Files.writeString(folder.resolve("known_hosts_empty"), "");
    for (Path hosts : List.of(another, empty)) {
      OutsideFailure failure = failure(overSsh(repository.path(), ssh.clientKey(), null, hosts));
      assertThat(failure.kind()).isEqualTo(FailureKind.GIT_REFUSED);
      assertThat(failure)
          .hasMessageContaining("the ssh server's key is not in the known_hosts file")
          .hasMessageContaining("ssh-keyscan -p ");
      assertThat(hosts).hasContent(hosts.equals(empty) ? "" : host + " " + key);
    }
  }

  @Test
  void wantsKnownHosts() {
    assertThat(failure(overSsh(repository.path(), ssh.clientKey(), null, null)))
        .hasMessageContaining("ssh needs a known_hosts file")
        .hasMessageContaining("ssh-keyscan");
  }

  @Test
  void readsWithAKeyThatHasAPassphrase() throws Exception {
    Path locked = GitSshServer.writeKey(ssh.clientPair(), folder.resolve("id_locked"), "canary");
    assertThat(read(overSsh(repository.path(), locked, "canary", ssh.knownHosts()), "main"))
        .isEqualTo("two");
    assertThat(failure(overSsh(repository.path(), locked, "canary-wrong", ssh.knownHosts())))
        .hasMessageContaining("does not accept the ssh key")
        .hasMessageNotContaining("canary");
  }

  /** Neither of another host nor at another port. */
  @ParameterizedTest
  @ValueSource(strings = {"localhost", "127.0.0.1"})
  void givesTheTokenToNoServerButItsOwn(String host) throws IOException {
    List<String> seen = new CopyOnWriteArrayList<>();
    HttpServer stranger =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    stranger.createContext(
        "/",
        exchange -> {
          seen.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
          exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"stranger\"");
          exchange.sendResponseHeaders(401, -1);
          exchange.close();
        });
    HttpServer own =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    own.createContext(
        "/",
        exchange -> {
          String there = "http://" + host + ":" + stranger.getAddress().getPort();
          exchange.getResponseHeaders().add("Location", there + exchange.getRequestURI());
          exchange.sendResponseHeaders(302, -1);
          exchange.close();
        });
    stranger.start();
    own.start();
    try {
      String url = "http://127.0.0.1:" + own.getAddress().getPort() + "/p.git";
      OutsideFailure failure = failure(GitRemote.of(url, GitCredentials.token(TOKEN)));
      assertThat(failure.kind()).isEqualTo(FailureKind.GIT_REFUSED);
      assertThat(seen).isNotEmpty().containsOnly("null");
    } finally {
      own.stop(0);
      stranger.stop(0);
    }
  }
}
