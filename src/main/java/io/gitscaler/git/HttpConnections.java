package io.gitscaler.git;

import io.gitscaler.failure.FailureKind;
import io.gitscaler.failure.OutsideFailure;
import java.io.IOException;
import java.io.InputStream;
import java.net.Authenticator;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.transport.http.HttpConnection;
import org.eclipse.jgit.transport.http.HttpConnectionFactory;
import org.eclipse.jgit.transport.http.JDKHttpConnection;
import org.eclipse.jgit.util.HttpSupport;
import org.jspecify.annotations.Nullable;

/**
 * Connections with the certificates and the proxy of one remote. Remembers the last status, because JGit puts a refusal into words
 * only.
 */
final class HttpConnections implements HttpConnectionFactory {
  private final URIish remote;
  private final TrustManager @Nullable [] trust;
  private final @Nullable WebProxy proxy;

  /** One for all connections, for with it the JDK remembers that it was right. */
  private final @Nullable Authenticator introduction;

  private volatile int lastStatus;

  HttpConnections(URIish remote, @Nullable Path certificates, @Nullable WebProxy proxy) {
    this.remote = remote;
    this.proxy = proxy;
    this.introduction = proxy == null ? null : proxy.introduction();
    this.trust = certificates == null ? null : trusting(certificates);
  }

  /** The last HTTP status; 0 where there was none. */
  int lastStatus() {
    return lastStatus;
  }

  @Override
  public HttpConnection create(URL url) throws IOException {
    return create(url, Proxy.NO_PROXY);
  }

  @Override
  public HttpConnection create(URL url, Proxy ofTheJvm) throws IOException {
    Watched connection =
        proxy == null ? new Watched(url, ofTheJvm) : new Watched(introduced(url), proxy.proxy());
    if (trust != null && "https".equals(url.getProtocol())) {
      try {
        connection.configure(null, trust, null);
      } catch (GeneralSecurityException e) {
        throw new IOException(e);
      }
    }
    return connection;
  }

  /** The same address, whose connections tell the proxy who we are. JGit itself lets nobody near its connections. */
  private URL introduced(URL url) throws IOException {
    URLStreamHandler handler =
        new URLStreamHandler() {
          @Override
          protected URLConnection openConnection(URL same) throws IOException {
            return openConnection(same, Proxy.NO_PROXY);
          }

          @Override
          protected URLConnection openConnection(URL same, Proxy way) throws IOException {
            URLConnection connection = url.openConnection(way);
            if (connection instanceof HttpURLConnection web && introduction != null) {
              web.setAuthenticator(introduction);
            }
            return connection;
          }
        };
    try {
      return URL.of(url.toURI(), handler);
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
  }

  private static TrustManager[] trusting(Path certificates) {
    try (InputStream in = Files.newInputStream(certificates)) {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int number = 0;
      for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry("ca-" + number++, each);
      }
      if (number == 0) {
        throw new GeneralSecurityException("no certificate in it");
      }
      TrustManagerFactory managers =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      managers.init(store);
      return managers.getTrustManagers();
    } catch (IOException | GeneralSecurityException e) {
      throw new OutsideFailure(
          FailureKind.GIT_REFUSED,
          certificates.toString(),
          "the certificates for the Git server cannot be read",
          "Name a readable file with certificates in PEM format.",
          e);
    }
  }

  /** The remote's own server, or what it is on https. */
  private boolean isRemote(URL url) {
    return url.getHost().equalsIgnoreCase(remote.getHost())
        && port(url.getProtocol(), url.getPort()) == port(remote.getScheme(), remote.getPort());
  }

  private static int port(String scheme, int port) {
    return port == (scheme.equalsIgnoreCase("https") ? 443 : 80) ? -1 : port;
  }

  private final class Watched extends JDKHttpConnection {
    private final boolean trusted;

    Watched(URL url, Proxy proxy) throws IOException {
      super(url, proxy);
      trusted = isRemote(url);
    }

    /** JGit follows a redirect to another port of the same host with the credentials at hand. */
    @Override
    public void setRequestProperty(String key, String value) {
      if (trusted || !key.equalsIgnoreCase(HttpSupport.HDR_AUTHORIZATION)) {
        super.setRequestProperty(key, value);
      }
    }

    @Override
    public int getResponseCode() throws IOException {
      int status = super.getResponseCode();
      lastStatus = status;
      return status;
    }
  }
}
