package io.gitscaler.git;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.eclipse.jgit.transport.URIish;
import org.jspecify.annotations.Nullable;

/**
 * A repository on a Git server or in a folder, and how to reach it.
 *
 * <p>Addresses are {@code https://} and {@code http://}, {@code ssh://} and {@code user@host:path}, {@code file://} and plain
 * paths. Immutable.
 */
public final class GitRemote {
  /** For connecting and for each wait for the server's next bytes. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

  /** How the server is spoken to. */
  enum Way {
    HTTP,
    SSH,
    FOLDER
  }

  private final URIish uri;
  private final Way way;
  private final GitCredentials credentials;
  private final Duration timeout;
  private final @Nullable Path certificates;
  private final @Nullable WebProxy proxy;

  private GitRemote(
      URIish uri,
      Way way,
      GitCredentials credentials,
      Duration timeout,
      @Nullable Path certificates,
      @Nullable WebProxy proxy) {
    this.uri = uri;
    this.way = way;
    this.credentials = credentials;
    this.timeout = timeout;
    this.certificates = certificates;
    this.proxy = proxy;
  }

  /**
   * Reads an address.
   *
   * @throws IllegalArgumentException with advice, for an address that is none, holds a password, or does not go with the
   *     credentials
   */
  public static GitRemote of(String url, GitCredentials credentials) {
    URIish uri = parse(url.strip());
    Way way = way(uri);
    if (uri.getPass() != null) {
      throw new IllegalArgumentException(
          "the address of "
              + display(uri, way)
              + " holds a password. Take it out and give it in a file or an environment variable.");
    }
    if (way == Way.HTTP && (url.indexOf('?') >= 0 || url.indexOf('#') >= 0)) {
      throw new IllegalArgumentException(
          "the address of "
              + display(uri, way)
              + " has a query. Leave out everything from ? or #.");
    }
    if (way == Way.SSH && !(credentials instanceof GitCredentials.SshKey)) {
      throw new IllegalArgumentException(
          display(uri, way)
              + " is reached by ssh, which needs a private key and a known_hosts file."
              + " Name them with --ssh-key-file and --ssh-known-hosts-file.");
    }
    if (way == Way.HTTP && credentials instanceof GitCredentials.SshKey) {
      throw new IllegalArgumentException(
          display(uri, way) + " is reached by https, which takes a token and not an ssh key.");
    }
    return new GitRemote(uri, way, credentials, DEFAULT_TIMEOUT, null, null);
  }

  private static URIish parse(String url) {
    try {
      URIish uri = new URIish(url);
      boolean place = uri.getPath() != null && !uri.getPath().isEmpty();
      boolean server =
          uri.getScheme() != null && !uri.getScheme().equals("file") && uri.getHost() == null;
      boolean stray = uri.getScheme() == null && (url.contains("://") || url.contains("::"));
      if (place && !server && !stray) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // It quotes its input, which may hold a password, and so must not be told on.
    }
    throw new IllegalArgumentException(
        "the address of the Git repository is none. Examples: https://git.example.org/shop/policies.git,"
            + " git@git.example.org:shop/policies.git, /srv/git/policies.git");
  }

  private static Way way(URIish uri) {
    String scheme = uri.getScheme();
    if (scheme == null) {
      return uri.getHost() == null ? Way.FOLDER : Way.SSH;
    }
    return switch (scheme) {
      case "https", "http" -> Way.HTTP;
      case "ssh" -> Way.SSH;
      case "file" -> Way.FOLDER;
      default ->
          throw new IllegalArgumentException(
              "Git over " + scheme + ":// is not supported. Use https, ssh, file or a plain path.");
    };
  }

  private static String display(URIish uri, Way way) {
    if (way == Way.FOLDER) {
      return uri.getPath();
    }
    String port = uri.getPort() > 0 ? ":" + uri.getPort() : "";
    if (uri.getScheme() == null) {
      return uri.getHost() + ":" + uri.getPath();
    }
    String path = uri.getPath().startsWith("/") ? uri.getPath() : "/" + uri.getPath();
    return uri.getScheme() + "://" + uri.getHost() + port + path.replaceAll("[?#].*", "");
  }

  /** Whether a password or token goes to another machine over http. */
  public boolean tellsSecretsInTheClear() {
    String host = String.valueOf(uri.getHost());
    return "http".equals(uri.getScheme())
        && credentials instanceof GitCredentials.Password
        && !host.equals("localhost")
        && !host.equals("[::1]")
        && !host.startsWith("127.");
  }

  /** The same remote with another timeout for connecting and for each wait for bytes; at least a second. */
  public GitRemote withTimeout(Duration other) {
    if (other.toSeconds() < 1) {
      throw new IllegalArgumentException("a Git timeout is at least one second");
    }
    return new GitRemote(uri, way, credentials, other, certificates, proxy);
  }

  /** The same remote, of which only certificates signed by those in this PEM file are trusted. */
  public GitRemote withCertificates(Path pemFile) {
    return new GitRemote(uri, way, credentials, timeout, pemFile, proxy);
  }

  /**
   * The same remote, reached through the proxy that this environment names for it, if any.
   *
   * @throws IllegalArgumentException with advice, where it names a proxy that cannot be used
   */
  public GitRemote withProxyOf(Map<String, String> environment) {
    WebProxy named = way == Way.HTTP ? WebProxy.of(uri, environment) : null;
    return new GitRemote(uri, way, credentials, timeout, certificates, named);
  }

  /** The address without user name, password and query: what messages and records show. */
  public String display() {
    return display(uri, way);
  }

  URIish uri() {
    return uri;
  }

  Way way() {
    return way;
  }

  GitCredentials credentials() {
    return credentials;
  }

  int timeoutSeconds() {
    return Math.toIntExact(timeout.toSeconds());
  }

  @Nullable Path certificates() {
    return certificates;
  }

  @Nullable WebProxy proxy() {
    return proxy;
  }

  @Override
  public String toString() {
    return display();
  }
}
