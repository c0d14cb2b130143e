package io.gitscaler.kubernetes;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.internal.CertUtils;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Arrays;
import java.util.Comparator;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * The JDK's HTTP client, asking for ChaCha20 before AES. Where code is compiled quickly and not optimised, as in a run of some
 * seconds, Java decrypts ChaCha20 four times as fast: the processor's own AES is used by optimised code alone. The server
 * still chooses among all that the JDK takes to be safe.
 */
final class QuickTls extends JdkHttpClientFactory {
  /**
   * Trusts the cluster's own authority alone, where one is given. The library would trust those of the JDK beside it, and so
   * give the token to whoever has a certificate of any of them.
   */
  @Override
  public io.fabric8.kubernetes.client.http.HttpClient.Builder newBuilder(Config config) {
    var builder = super.newBuilder(config);
    boolean own = config.getCaCertData() != null || config.getCaCertFile() != null;
    if (own && !config.isTrustCerts()) {
      try (InputStream authority =
          CertUtils.getInputStreamFromDataOrFile(config.getCaCertData(), config.getCaCertFile())) {
        builder.sslContext(SSLUtils.keyManagers(config), trusting(authority));
      } catch (IOException | GeneralSecurityException e) {
        throw new KubernetesClientException("the certificates cannot be used", e);
      }
    }
    return builder;
  }

  private static TrustManager[] trusting(InputStream authority)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    int number = 0;
    for (Certificate each :
        CertificateFactory.getInstance("X.509").generateCertificates(authority)) {
      store.setCertificateEntry("ca-" + number++, each);
    }
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(store);
    return managers.getTrustManagers();
  }

  @Override
  protected void additionalConfig(HttpClient.Builder builder) {
    builder.sslParameters(parameters());
  }

  private static SSLParameters parameters() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      // The default context would read all authorities that the JDK knows.
      context.init(new KeyManager[0], new TrustManager[0], null);
      SSLParameters parameters = context.getDefaultSSLParameters();
      String[] suites = parameters.getCipherSuites();
      Arrays.sort(suites, Comparator.comparing(suite -> !suite.contains("_CHACHA20_")));
      return new SSLParameters(suites, parameters.getProtocols());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has TLS", e);
    }
  }
}
