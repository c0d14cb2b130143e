package io.gitscaler.kubernetes;

import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import java.net.http.HttpClient;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Comparator;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;

/**
 * The JDK's HTTP client, asking for ChaCha20 before AES. Where code is compiled quickly and not optimised, as in a run of some
 * seconds, Java decrypts ChaCha20 four times as fast: the processor's own AES is used by optimised code alone. The server
 * still chooses among all that the JDK takes to be safe.
 */
final class QuickTls extends JdkHttpClientFactory {
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
