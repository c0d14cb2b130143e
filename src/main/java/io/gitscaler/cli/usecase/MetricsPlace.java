package io.gitscaler.cli.usecase;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where a run's metrics go.
 *
 * @param file null for none
 * @param gateway a Pushgateway without credentials in its URL; null for none
 * @param username with the token as password; null where the token alone is sent, as a bearer
 * @param tokenFile holds the token; null where there is none
 * @param tokenVariable names the environment variable that holds it; null where there is none
 */
public record MetricsPlace(
    @Nullable Path file,
    @Nullable URI gateway,
    @Nullable String username,
    @Nullable Path tokenFile,
    @Nullable String tokenVariable) {
  public static final MetricsPlace NONE = new MetricsPlace(null, null, null, null, null);
}
