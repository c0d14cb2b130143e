package io.gitscaler.cli.usecase;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Which cluster, and where in it gitscaler keeps its state.
 *
 * @param kubeconfig null for the pod's service account or the user's own configuration
 * @param context of the kubeconfig; null for its current one
 * @param name what records call the cluster; may be empty
 * @param namespace where state and Lease live
 * @param stateName names the installation within the namespace
 */
public record ClusterPlace(
    @Nullable Path kubeconfig,
    @Nullable String context,
    String name,
    String namespace,
    String stateName) {}
