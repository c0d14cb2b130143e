package io.gitscaler.kubernetes;

import io.fabric8.kubernetes.api.model.ExecConfig;
import io.fabric8.kubernetes.client.Config;
import io.gitscaler.failure.FailureKind;
import io.gitscaler.failure.OutsideFailure;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How to reach the cluster.
 *
 * @param where the kubeconfig, or the folder of the service account
 */
record ClusterConfig(Config config, String where) {
  /** The client would read the files in the midst of its own making, and say of no file what it is for. */
  void requireFiles() {
    require("certificate-authority", config.getCaCertFile());
    require("client-certificate", config.getClientCertFile());
    require("client-key", config.getClientKeyFile());
  }

  private void require(String field, @Nullable String file) {
    if (file != null && !(Files.isRegularFile(Path.of(file)) && Files.isReadable(Path.of(file)))) {
      throw failure(
          field + " names " + file + ", which is no file that can be read",
          "Put the file there, or correct the path.",
          null);
    }
  }

  /** The client passes over what is no certificate, and would then trust the authorities of the whole web instead. */
  void requireAuthority() {
    String data = config.getCaCertData();
    String file = config.getCaCertFile();
    if (data != null && !data.isEmpty()) {
      requireCertificate("certificate-authority-data", "", () -> Base64.getDecoder().decode(data));
    } else if (file != null && !file.isEmpty()) {
      requireCertificate(
          "certificate-authority", " " + file, () -> Files.readAllBytes(Path.of(file)));
    }
  }

  private void requireCertificate(String field, String file, Callable<byte[]> content) {
    boolean usable;
    try {
      usable =
          !CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(content.call()))
              .isEmpty();
    } catch (Exception e) {
      usable = false;
    }
    if (!usable) {
      throw failure(
          field + file + " holds no certificate that can be read",
          "Give it the certificate of the cluster's authority in PEM"
              + (file.isEmpty() ? ", in base64." : "."),
          null);
    }
  }

  /** The client passes over a plugin that gives nothing, and would then ask as nobody. */
  void requireCredentialOfPlugin(List<io.fabric8.kubernetes.api.model.Config> kubeconfigs) {
    String user = config.getCurrentContext().getContext().getUser();
    ExecConfig plugin =
        kubeconfigs.stream()
            .flatMap(kubeconfig -> kubeconfig.getUsers().stream())
            .filter(named -> Objects.equals(named.getName(), user) && named.getUser() != null)
            .findFirst()
            .map(named -> named.getUser().getExec())
            .orElse(null);
    if (plugin != null && !hasCredential()) {
      throw failure(
          "the exec plugin " + plugin.getCommand() + " of user " + user + " gave no credential",
          "Check that the program is installed and can be found, and what it prints: it is started with the"
              + " args and env of the kubeconfig, and nobody is there to answer questions.",
          null);
    }
  }

  private boolean hasCredential() {
    return Stream.of(
            config.getAutoOAuthToken(),
            config.getOauthToken(),
            config.getClientCertData(),
            config.getClientCertFile(),
            config.getUsername())
        .anyMatch(value -> value != null && !value.isEmpty());
  }

  OutsideFailure failure(String what, String advice, @Nullable Throwable cause) {
    return new OutsideFailure(FailureKind.CLUSTER_UNREACHABLE, where, what, advice, cause);
  }
}
