package io.gitscaler.git;

import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jgit.transport.URIish;
import org.jspecify.annotations.Nullable;

/**
 * The proxy on the way to a server of https or http, which the environment names as git and curl read it: {@code HTTPS_PROXY} or {@code
 * HTTP_PROXY}, else {@code ALL_PROXY}, but for the servers in {@code NO_PROXY}; the names in small letters count first.
 *
 * @param variable where it comes from
 * @param login null where the proxy wants none
 */
record WebProxy(String variable, String host, int port, @Nullable Login login) {
  /** A user name and its password. */
  record Login(String user, String password) {
    /** Of what stands before the host, where a password may be missing. */
    static Login of(String userInfo) {
      int colon = userInfo.indexOf(':');
      return colon < 0
          ? new Login(decoded(userInfo), "")
          : new Login(
              decoded(userInfo.substring(0, colon)), decoded(userInfo.substring(colon + 1)));
    }

    private static String decoded(String text) {
      // A plus sign is no blank here.
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
      return "Login[" + user + "]";
    }
  }

  /** Curl's, where the address names none. */
  private static final int USUAL_PORT = 1080;

  /**
   * The proxy for a server; null where it is reached without one.
   *
   * @throws IllegalArgumentException with advice, where the variable holds no address of a proxy
   */
  static @Nullable WebProxy of(URIish server, Map<String, String> environment) {
    boolean encrypted = "https".equals(server.getScheme());
    int port = server.getPort() > 0 ? server.getPort() : encrypted ? 443 : 80;
    if (DirectHosts.of(environment).contain(server.getHost(), port)) {
      return null;
    }
    String own = encrypted ? "https_proxy" : "http_proxy";
    for (String name : List.of(own, "all_proxy")) {
      String variable = DirectHosts.variable(name, environment);
      if (variable != null) {
        return parse(variable, environment.getOrDefault(variable, "").strip());
      }
    }
    return null;
  }

  private static WebProxy parse(String variable, String address) {
    try {
      URI uri = new URI(address.contains("://") ? address : "http://" + address);
      if ("http".equals(uri.getScheme()) && uri.getHost() != null) {
        int port = uri.getPort() > 0 ? uri.getPort() : USUAL_PORT;
        String user = uri.getRawUserInfo();
        return new WebProxy(variable, uri.getHost(), port, user == null ? null : Login.of(user));
      }
    } catch (URISyntaxException e) {
      // It quotes its input, which may hold a password, and so must not be told on.
    }
    throw new IllegalArgumentException(
        variable
            + " holds no address of a proxy that Git can use. Write it as http://HOST:PORT, with USER:PASSWORD@ before the"
            + " host where the proxy wants them, or except the server with NO_PROXY.");
  }

  Proxy proxy() {
    return new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(host, port));
  }

  /** Tells the proxy who we are, and only the proxy; once, for asked again it was wrong. Null where the proxy wants nothing. */
  @Nullable Authenticator introduction() {
    Login known = login;
    if (known == null) {
      return null;
    }
    AtomicBoolean told = new AtomicBoolean();
    return new Authenticator() {
      @Override
      protected @Nullable PasswordAuthentication getPasswordAuthentication() {
        return getRequestorType() == RequestorType.PROXY && !told.getAndSet(true)
            ? new PasswordAuthentication(known.user(), known.password().toCharArray())
            : null;
      }
    };
  }

  /** What must never be shown, plain or as it travels. */
  List<String> secrets() {
    if (login == null || login.password().isEmpty()) {
      return List.of();
    }
    String pair = login.user() + ":" + login.password();
    return List.of(
        Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)),
        login.password());
  }

  /** Without credentials: what messages show. */
  @Override
  public String toString() {
    return host + ":" + port + " (from " + variable + ")";
  }
}
