package io.gitscaler.exposition;

import io.prometheus.metrics.model.snapshots.Label;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Puts a run's metrics on a Pushgateway, in place of those that were there: one group for each installation, with the labels that
 * all its metrics have. One request; a gateway that is away costs {@link #PATIENCE} and nothing else,
 * or {@link #HASTE} where the run had to end and is about to be killed.
 *
 * @param url without credentials, {@code http} or {@code https}
 * @param authorization value of the header; null for none
 */
public record Pushgateway(URI url, @Nullable String authorization) {
  /** For connecting, sending and the answer together. */
  static final Duration PATIENCE = Duration.ofSeconds(3);

  static final Duration HASTE = Duration.ofMillis(500);

  /** Sends them; the sentence why not where that failed. */
  public Optional<String> push(FinishedRun run) {
    // The library's own complaint would show it.
    if (authorization != null && !authorization.chars().allMatch(c -> c >= ' ' && c <= '~')) {
      return Optional.of(
          sentence(
              "was not asked, for its token has more than one line, or characters that no header may have"));
    }
    Duration patience = run.report().ended() == null ? PATIENCE : HASTE;
    HttpRequest.Builder request =
        HttpRequest.newBuilder(group(run))
            .timeout(patience)
            .header("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
            .PUT(BodyPublishers.ofByteArray(RunMetrics.text(run)));
    if (authorization != null) {
      request.header("Authorization", authorization);
    }
    HttpClient client = HttpClient.newBuilder().connectTimeout(patience).build();
    try {
      HttpResponse<Void> answer =
          client
              .sendAsync(request.build(), BodyHandlers.discarding())
              .get(patience.toMillis(), TimeUnit.MILLISECONDS);
      return answer.statusCode() / 100 == 2
          ? Optional.empty()
          : Optional.of(sentence("answered with status " + answer.statusCode()));
    } catch (ExecutionException e) {
      boolean late = e.getCause() instanceof HttpTimeoutException;
      return Optional.of(late ? late(patience) : sentence("cannot be reached"));
    } catch (TimeoutException e) {
      return Optional.of(late(patience));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of(sentence("was not asked to the end because gitscaler stops"));
    } finally {
      client.shutdownNow();
    }
  }

  private String late(Duration patience) {
    return sentence("did not answer within " + patience.toMillis() + " ms");
  }

  private String sentence(String what) {
    return "The Pushgateway "
        + url
        + " "
        + what
        + "; it keeps the metrics of an earlier run. Nothing else depends on it.";
  }

  /** {@code .../metrics/job/gitscaler/installation@base64/...}: a value may hold a slash. */
  private URI group(FinishedRun run) {
    StringBuilder path =
        new StringBuilder(url.toString().replaceAll("/+$", "")).append("/metrics/job/gitscaler");
    for (Label label : RunMetrics.common(run)) {
      path.append('/')
          .append(label.getName())
          .append("@base64/")
          .append(
              Base64.getUrlEncoder()
                  .encodeToString(label.getValue().getBytes(StandardCharsets.UTF_8)));
    }
    return URI.create(path.toString());
  }
}
