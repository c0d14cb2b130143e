package io.gitscaler.command;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.jspecify.annotations.Nullable;

/**
 * The contents of the PEM files that an HTTP program's policy names; null for what it does not name. Keys may be PKCS#8,
 * PKCS#1 (RSA) or SEC1 (EC), unencrypted.
 */
record TlsFiles(@Nullable String caCert, @Nullable String clientCert, @Nullable String clientKey) {
  private static final char[] NO_PASSWORD = {};

  static TlsFiles read(
      Path folder, @Nullable String caCert, @Nullable String clientCert, @Nullable String clientKey)
      throws IOException {
    return new TlsFiles(
        content(folder, caCert), content(folder, clientCert), content(folder, clientKey));
  }

  private static @Nullable String content(Path folder, @Nullable String file) throws IOException {
    if (file == null) {
      return null;
    }
    Path path = folder.resolve(file);
    if (!Files.isReadable(path)) {
      throw new IOException(path + " cannot be read");
    }
    return Files.readString(path, StandardCharsets.ISO_8859_1);
  }

  boolean isAny() {
    return caCert != null || clientCert != null || clientKey != null;
  }

  SSLContext context() throws IOException, GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keyManagers(), trustManagers(), null);
    return context;
  }

  private TrustManager @Nullable [] trustManagers() throws IOException, GeneralSecurityException {
    if (caCert == null) {
      return null;
    }
    KeyStore store = emptyStore();
    int number = 0;
    for (Certificate certificate : certificates(caCert)) {
      store.setCertificateEntry("ca-" + number++, certificate);
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  private KeyManager @Nullable [] keyManagers() throws IOException, GeneralSecurityException {
    if (clientCert == null || clientKey == null) {
      return null;
    }
    KeyStore store = emptyStore();
    store.setKeyEntry(
        "client",
        privateKey(clientKey),
        NO_PASSWORD,
        certificates(clientCert).toArray(Certificate[]::new));
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, NO_PASSWORD);
    return factory.getKeyManagers();
  }

  private static KeyStore emptyStore() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, NO_PASSWORD);
    return store;
  }

  private static Collection<? extends Certificate> certificates(String pem)
      throws GeneralSecurityException {
    Collection<? extends Certificate> certificates =
        CertificateFactory.getInstance("X.509")
            .generateCertificates(
                new ByteArrayInputStream(pem.getBytes(StandardCharsets.ISO_8859_1)));
    if (certificates.isEmpty()) {
      throw new GeneralSecurityException("a file holds no certificate");
    }
    return certificates;
  }

  private static PrivateKey privateKey(String pem) throws IOException, GeneralSecurityException {
    JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
    try (PEMParser parser = new PEMParser(new StringReader(pem))) {
      Object found;
      while ((found = parser.readObject()) != null) {
        if (found instanceof PEMKeyPair pair) {
          return converter.getPrivateKey(pair.getPrivateKeyInfo());
        }
        if (found instanceof PrivateKeyInfo key) {
          return converter.getPrivateKey(key);
        }
      }
    }
    throw new GeneralSecurityException("clientKey holds no unencrypted private key");
  }
}
