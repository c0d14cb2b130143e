package io.gitscaler.command;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;

/**
 * An authority with one certificate for 127.0.0.1, for a server and for a client alike.
 *
 * @param authority self-signed
 * @param certificate signed by it
 */
record Certificates(X509Certificate authority, X509Certificate certificate, PrivateKey key) {
  private static final char[] NO_PASSWORD = {};

  static Certificates generate(String algorithm) throws Exception {
    KeyPair authorityKeys = keys(algorithm);
    KeyPair keys = keys(algorithm);
    X500Name name = new X500Name("CN=Test authority");
    X509Certificate authority =
        sign(
            builder(name, name, authorityKeys)
                .addExtension(Extension.basicConstraints, true, new BasicConstraints(true)),
            authorityKeys);
    X509Certificate certificate =
        sign(
            builder(name, new X500Name("CN=127.0.0.1"), keys)
                .addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(new GeneralName(GeneralName.iPAddress, "127.0.0.1"))),
            authorityKeys);
    return new Certificates(authority, certificate, keys.getPrivate());
  }

  private static KeyPair keys(String algorithm) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
    generator.initialize(algorithm.equals("EC") ? 256 : 2048);
    return generator.generateKeyPair();
  }

  private static X509v3CertificateBuilder builder(X500Name issuer, X500Name subject, KeyPair keys) {
    Instant now = Instant.now();
    return new JcaX509v3CertificateBuilder(
        issuer,
        BigInteger.valueOf(now.toEpochMilli()).add(BigInteger.valueOf(subject.hashCode() & 0xff)),
        Date.from(now.minus(Duration.ofDays(1))),
        Date.from(now.plus(Duration.ofDays(1))),
        subject,
        keys.getPublic());
  }

  private static X509Certificate sign(X509v3CertificateBuilder builder, KeyPair authority)
      throws GeneralSecurityException, OperatorCreationException {
    String algorithm = authority.getPrivate().getAlgorithm().equals("EC") ? "ECDSA" : "RSA";
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(
                new JcaContentSignerBuilder("SHA256with" + algorithm)
                    .build(authority.getPrivate())));
  }

  static String pem(Object object) throws IOException {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      writer.writeObject(object);
    }
    return text.toString();
  }

  /** PKCS#1 for RSA; for EC the SEC1 form as openssl writes it, with the curve inside. */
  String keyInItsOwnForm() throws IOException {
    if (!(key instanceof ECPrivateKey ec)) {
      return pem(key);
    }
    ASN1Encodable sec1 =
        new org.bouncycastle.asn1.sec.ECPrivateKey(256, ec.getS(), SECObjectIdentifiers.secp256r1);
    return pem(new PemObject("EC PRIVATE KEY", sec1.toASN1Primitive().getEncoded()));
  }

  String keyAsPkcs8() throws IOException {
    return pem(new JcaPKCS8Generator(key, null));
  }

  /** For a server that shows this certificate and wants one of the same authority. */
  SSLContext serverContext() throws GeneralSecurityException, IOException {
    KeyStore own = KeyStore.getInstance("PKCS12");
    own.load(null, NO_PASSWORD);
    own.setKeyEntry("server", key, NO_PASSWORD, new X509Certificate[] {certificate});
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(own, NO_PASSWORD);
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, NO_PASSWORD);
    trusted.setCertificateEntry("authority", authority);
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }
}
