package io.gitscaler.kubernetes;

import io.fabric8.kubernetes.api.model.Cluster;
import io.fabric8.kubernetes.api.model.NamedCluster;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.internal.KubeConfigUtils;
import io.gitscaler.failure.FailureKind;
import io.gitscaler.failure.OutsideFailure;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Opens the connection to the cluster. The order is kubectl's: the kubeconfig that was named, {@code KUBECONFIG}, {@code
 * ~/.kube/config}, and last the service account of the pod. The client library's own look at system properties and
 * environment variables stays off, so that nothing but these decides which cluster is scaled.
 */
public final class ClusterConnection {
  /** Retries of one request after 429, 5xx or a broken connection, 100 ms apart at first and doubling. */
  static final int RETRIES = 3;

  private static final int CONNECT_TIMEOUT_MILLIS = 5_000;
  private static final Pattern WITH_PROTOCOL =
      Pattern.compile("https?://", Pattern.CASE_INSENSITIVE);
  private static final Path SERVICE_ACCOUNT =
      Path.of("/var/run/secrets/kubernetes.io/serviceaccount");

  private ClusterConnection() {}

  /**
   * Makes a client. Nothing is sent yet.
   *
   * @throws OutsideFailure when no cluster is configured, or the kubeconfig cannot be used
   */
  public static KubernetesClient open(ConnectionSettings settings) {
    return open(settings, SERVICE_ACCOUNT);
  }

  /** The same with the service account's files in another folder. */
  static KubernetesClient open(ConnectionSettings settings, Path serviceAccount) {
    ClusterConfig found = find(settings, serviceAccount);
    Config config = found.config();
    config.setUserAgent("gitscaler/" + settings.version());
    config.setRequestTimeout(Math.toIntExact(settings.requestTimeout().toMillis()));
    config.setConnectionTimeout(
        Math.min(CONNECT_TIMEOUT_MILLIS, Math.toIntExact(settings.requestTimeout().toMillis())));
    config.setRequestRetryBackoffLimit(RETRIES);
    proxy(config, settings.environment());
    // The library's own list of TLS versions would replace all of ours.
    config.setTlsVersions(null);
    found.requireFiles();
    found.requireAuthority();
    try {
      return new KubernetesClientBuilder()
          .withConfig(config)
          .withHttpClientFactory(new QuickTls())
          .build();
    } catch (KubernetesClientException | IllegalArgumentException e) {
      throw found.failure(
          "its server's address, client certificate or client key cannot be used",
          "The address is an https URL; certificate and key are PEM, in base64 where the name ends with -data.",
          e);
    }
  }

  /**
   * The namespace of the pod whose service account the connection uses; null where a kubeconfig is used, for that may lead to another
   * cluster than the pod's.
   */
  public static @Nullable String podNamespace(ConnectionSettings settings) {
    return podNamespace(settings, SERVICE_ACCOUNT);
  }

  static @Nullable String podNamespace(ConnectionSettings settings, Path serviceAccount) {
    return kubeconfigs(settings).isEmpty() ? namespace(serviceAccount) : null;
  }

  private static ClusterConfig find(ConnectionSettings settings, Path serviceAccount) {
    List<Path> files = kubeconfigs(settings);
    if (!files.isEmpty()) {
      return fromKubeconfig(files, settings.context());
    }
    Map<String, String> environment = settings.environment();
    String host = environment.get("KUBERNETES_SERVICE_HOST");
    String port = environment.getOrDefault("KUBERNETES_SERVICE_PORT", "443");
    if (host != null && Files.isReadable(serviceAccount.resolve("token"))) {
      return new ClusterConfig(inCluster(host, port, serviceAccount), serviceAccount.toString());
    }
    throw new OutsideFailure(
        FailureKind.CLUSTER_UNREACHABLE,
        "Kubernetes",
        "no cluster is configured: there is no kubeconfig, and no service account of a pod",
        "Pass --kubeconfig FILE, or set KUBECONFIG.");
  }

  /** The one that was named, or those of the environment that exist. */
  private static List<Path> kubeconfigs(ConnectionSettings settings) {
    Path named = settings.kubeconfig();
    return named == null ? kubeconfigs(settings.environment()) : List.of(named);
  }

  private static List<Path> kubeconfigs(Map<String, String> environment) {
    String named = environment.getOrDefault("KUBECONFIG", "");
    if (!named.isBlank()) {
      List<Path> files =
          Stream.of(named.split(File.pathSeparator))
              .filter(name -> !name.isBlank())
              .map(Path::of)
              .filter(Files::isRegularFile)
              .toList();
      if (files.isEmpty()) {
        // In a pod its service account would take the place of what was meant.
        throw new OutsideFailure(
            FailureKind.CLUSTER_UNREACHABLE,
            named,
            "KUBECONFIG names no file that exists",
            "Correct KUBECONFIG, or unset it for ~/.kube/config or the pod's service account.");
      }
      return files;
    }
    String home = environment.get("HOME");
    return home == null
        ? List.of()
        : Stream.of(Path.of(home, ".kube", "config")).filter(Files::isRegularFile).toList();
  }

  private static ClusterConfig fromKubeconfig(List<Path> files, @Nullable String context) {
    String where =
        files.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    Config config = Config.empty();
    List<io.fabric8.kubernetes.api.model.Config> parsed;
    try {
      parsed =
          files.stream()
              .map(file -> withProtocol(KubeConfigUtils.parseConfig(file.toFile())))
              .toList();
      KubeConfigUtils.merge(
          config, context, parsed.toArray(io.fabric8.kubernetes.api.model.Config[]::new));
    } catch (RuntimeException e) {
      throw new OutsideFailure(
          FailureKind.CLUSTER_UNREACHABLE,
          where,
          "the kubeconfig cannot be read",
          "Check that the file exists, is readable and is a kubeconfig: KUBECONFIG="
              + where
              + " kubectl config view.",
          e);
    }
    List<String> known = config.getContexts().stream().map(one -> one.getName()).sorted().toList();
    String chosen = config.getCurrentContext() == null ? "" : config.getCurrentContext().getName();
    if (chosen.isEmpty() || (context != null && !context.equals(chosen))) {
      throw new OutsideFailure(
          FailureKind.CLUSTER_UNREACHABLE,
          where,
          context == null
              ? "the kubeconfig has no current context"
              : "the kubeconfig has no context " + context,
          "Choose one with --context: " + String.join(", ", known) + ".");
    }
    ClusterConfig found = new ClusterConfig(config, where);
    found.requireCredentialOfPlugin(parsed);
    return found;
  }

  /**
   * The same kubeconfig with {@code https://} in front of addresses that name no protocol. The library would try TLS and, where
   * that fails for whatever reason, send everything in the clear, the token included.
   */
  private static io.fabric8.kubernetes.api.model.Config withProtocol(
      io.fabric8.kubernetes.api.model.Config kubeconfig) {
    for (NamedCluster named : kubeconfig.getClusters()) {
      Cluster cluster = named.getCluster();
      String server = cluster == null ? null : cluster.getServer();
      if (cluster != null && server != null && !WITH_PROTOCOL.matcher(server).lookingAt()) {
        cluster.setServer("https://" + server);
      }
    }
    return kubeconfig;
  }

  private static Config inCluster(String host, String port, Path serviceAccount) {
    Config config = Config.empty();
    config.setMasterUrl(
        "https://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port + "/");
    config.setCaCertFile(serviceAccount.resolve("ca.crt").toString());
    // Read for every request: the kubelet renews the file while a long run goes on.
    config.setOauthTokenProvider(() -> read(serviceAccount.resolve("token")));
    config.setNamespace(namespace(serviceAccount));
    return config;
  }

  private static @Nullable String namespace(Path serviceAccount) {
    Path file = serviceAccount.resolve("namespace");
    return Files.isReadable(file) ? read(file) : null;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new KubernetesClientException("the file " + file + " cannot be read", e);
    }
  }

  private static void proxy(Config config, Map<String, String> environment) {
    String variable = environment.containsKey("HTTPS_PROXY") ? "HTTPS_PROXY" : "https_proxy";
    String proxy = environment.getOrDefault(variable, "");
    if (!proxy.isBlank() && config.getHttpsProxy() == null) {
      requireAddress(variable, proxy);
      config.setHttpsProxy(proxy);
    }
    String direct = environment.getOrDefault("NO_PROXY", environment.get("no_proxy"));
    if (direct != null && !direct.isBlank()) {
      config.setNoProxy(direct.split("\\s*,\\s*"));
    }
  }

  /** The client would quote what it cannot read, and a password may be in it. */
  private static void requireAddress(String variable, String proxy) {
    try {
      if (new URI(proxy.contains("://") ? proxy : "http://" + proxy).getHost() != null) {
        return;
      }
    } catch (URISyntaxException e) {
      // It quotes its input, too.
    }
    throw new OutsideFailure(
        FailureKind.CLUSTER_UNREACHABLE,
        variable,
        "it holds no address of a proxy",
        "Write it as http://HOST:PORT, with USER:PASSWORD@ before the host where the proxy wants them.");
  }
}
