package io.gitscaler.cli.usecase;

import org.jspecify.annotations.Nullable;

/**
 * Of which installation to tell how it is.
 *
 * @param shards how many runs share its policies; null to ask the installation
 */
public record StatusRequest(ClusterPlace cluster, @Nullable Integer shards) {}
