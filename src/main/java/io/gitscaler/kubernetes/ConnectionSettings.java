package io.gitscaler.kubernetes;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which cluster, and how patiently.
 *
 * @param kubeconfig null for the usual order: {@code KUBECONFIG}, {@code ~/.kube/config}, the pod's service account
 * @param context of the kubeconfig; null for its current one
 * @param requestTimeout for one request; above zero
 * @param version of gitscaler, for the user agent
 * @param environment of the process: {@code KUBECONFIG}, {@code HOME}, {@code KUBERNETES_SERVICE_HOST}, {@code
 *     KUBERNETES_SERVICE_PORT}, {@code HTTPS_PROXY} and {@code NO_PROXY} are looked at
 */
public record ConnectionSettings(
    @Nullable Path kubeconfig,
    @Nullable String context,
    Duration requestTimeout,
    String version,
    Map<String, String> environment) {
  public ConnectionSettings {
    environment = Map.copyOf(environment);
  }
}
