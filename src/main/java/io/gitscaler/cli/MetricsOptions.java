package io.gitscaler.cli;

import io.gitscaler.cli.usecase.MetricsPlace;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a run's metrics go. */
final class MetricsOptions extends OptionGroup {
  /** Holds a secret. */
  static final String TOKEN_VARIABLE = "GITSCALER_PUSHGATEWAY_TOKEN";

  private static final String FILE = "--metrics-file";
  private static final String GATEWAY = "--pushgateway";

  @Option(
      names = FILE,
      paramLabel = "FILE",
      description =
          "Write the run's metrics there, for node-exporter's textfile collector; a name that ends with .prom.")
  @Nullable Path file;

  @Option(
      names = GATEWAY,
      paramLabel = "URL",
      description = "Put the run's metrics on this Pushgateway.")
  @Nullable String gateway;

  @Option(
      names = "--pushgateway-token-file",
      paramLabel = "FILE",
      description =
          "File with the Pushgateway's token or password. Without it the variable "
              + TOKEN_VARIABLE
              + " is used.")
  @Nullable Path tokenFile;

  @Option(
      names = "--pushgateway-username",
      paramLabel = "NAME",
      description = "User name, where the Pushgateway wants one beside the password.")
  @Nullable String username;

  MetricsPlace place(Map<String, String> environment) {
    boolean set = !environment.getOrDefault(TOKEN_VARIABLE, "").isEmpty();
    return new MetricsPlace(
        file == null ? null : file(file),
        gateway == null ? null : gateway(gateway),
        username,
        tokenFile,
        tokenFile == null && set ? TOKEN_VARIABLE : null);
  }

  /** What has another name lies there unread. */
  private Path file(Path given) {
    if (!given.toString().endsWith(".prom")) {
      throw wrong(
          FILE,
          "is " + given + "; give a name that ends with .prom, for the collector reads no other");
    }
    return given;
  }

  private URI gateway(String given) {
    URI url;
    try {
      url = new URI(given);
    } catch (URISyntaxException e) {
      throw wrong(GATEWAY, "is no URL; give one such as http://pushgateway:9091");
    }
    if (url.getRawUserInfo() != null) {
      throw wrong(
          GATEWAY,
          "holds credentials, which every process list and log would show; take them out of the URL"
              + " and put the password into a file for --pushgateway-token-file");
    }
    boolean web =
        "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
    if (!web
        || url.getHost() == null
        || url.getRawQuery() != null
        || url.getRawFragment() != null) {
      throw wrong(GATEWAY, "is no URL of a Pushgateway; give one such as http://pushgateway:9091");
    }
    return url;
  }
}
