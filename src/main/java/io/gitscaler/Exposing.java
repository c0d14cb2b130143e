package io.gitscaler;

import io.gitscaler.cli.usecase.MetricsPlace;
import io.gitscaler.exposition.FinishedRun;
import io.gitscaler.exposition.MetricsFile;
import io.gitscaler.exposition.Pushgateway;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes a finished run's metrics where they were asked for. Whatever fails is a sentence. */
record Exposing(MetricsPlace place, Map<String, String> environment) {
  List<String> expose(FinishedRun run) {
    List<String> failures = new ArrayList<>();
    try {
      if (place.file() != null) {
        new MetricsFile(place.file()).write(run).ifPresent(failures::add);
      }
      if (place.gateway() != null) {
        push(place.gateway(), run, failures);
      }
    } catch (RuntimeException bug) {
      // The run is done, and its report must not be lost for this; a message may hold a secret.
      failures.add(
          "The metrics were not delivered because of a bug in gitscaler: "
              + bug.getClass().getName()
              + " in "
              + bug.getStackTrace()[0]
              + ". Please report it.");
    }
    return failures;
  }

  private void push(URI gateway, FinishedRun run, List<String> failures) {
    try {
      new Pushgateway(gateway, authorization()).push(run).ifPresent(failures::add);
    } catch (IOException unreadable) {
      failures.add(
          "The Pushgateway was not told: "
              + place.tokenFile()
              + " cannot be read. Give --pushgateway-token-file a file that is there.");
    }
  }

  private @Nullable String authorization() throws IOException {
    String token = "";
    if (place.tokenFile() != null) {
      token = Files.readString(place.tokenFile()).strip();
    } else if (place.tokenVariable() != null) {
      token = environment.getOrDefault(place.tokenVariable(), "").strip();
    }
    if (token.isEmpty()) {
      return null;
    }
    return place.username() == null
        ? "Bearer " + token
        : "Basic "
            + Base64.getEncoder()
                .encodeToString((place.username() + ":" + token).getBytes(StandardCharsets.UTF_8));
  }
}
