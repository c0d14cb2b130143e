package io.gitscaler.command;

import io.gitscaler.failure.Causes;
import io.gitscaler.policy.Program;
import io.gitscaler.policy.Program.ParameterMode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilderException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Asks programs that answer HTTP requests. Follows no redirects: what is asked is what the policy names. */
final class HttpProgram implements AutoCloseable {
  private static final String PARAMETER = "value";

  private final Map<TlsFiles, HttpClient> clients = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /** The URL as it may be shown: user information, query and fragment can hold secrets. */
  static String withoutSecrets(String url) {
    int end = url.length();
    for (int i = 0; i < url.length(); i++) {
      if (url.charAt(i) == '?' || url.charAt(i) == '#') {
        end = i;
        break;
      }
    }
    return url.substring(0, end).replaceFirst("//[^/]*@", "//");
  }

  Outcome run(Task task, Program.Http program) throws InterruptedException {
    HttpRequest request = request(task, program);
    HttpClient client = client(task, program);
    if (closed) {
      throw Wording.failure(task, "was not asked because gitscaler stops", "");
    }
    long start = System.nanoTime();
    CompletableFuture<HttpResponse<Optional<String>>> exchange =
        client.sendAsync(request, response -> new CappedBody());
    try {
      HttpResponse<Optional<String>> response =
          exchange.get(program.timeout().toNanos(), TimeUnit.NANOSECONDS);
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      return outcome(task, program, response, took);
    } catch (TimeoutException e) {
      return failed(
          start,
          Wording.failure(
                  task,
                  "took longer than " + program.timeout().toMillis() + " ms",
                  "Raise `timeout` of `" + task.step().field() + "`, or make the program faster.")
              .sentence());
    } catch (ExecutionException e) {
      return failed(start, closed ? stopped(task) : broken(task, e.getCause()));
    } finally {
      exchange.cancel(true);
    }
  }

  private static Outcome failed(long start, String failure) {
    return new Outcome("", "", "", null, Duration.ofNanos(System.nanoTime() - start), failure);
  }

  private static Outcome outcome(
      Task task, Program.Http program, HttpResponse<Optional<String>> response, Duration took) {
    int status = response.statusCode();
    if (response.body().isEmpty()) {
      String tooLong =
          Wording.failure(task, "answered with more than 1 MiB", "Answer with the value alone.")
              .sentence();
      return new Outcome("", "", "", status, took, tooLong);
    }
    String answer = Outcome.withoutFinalLineBreaks(response.body().get());
    if (program.successCodes().contains(status)) {
      return new Outcome(answer, answer, "", status, took, null);
    }
    String said = answer.isBlank() ? "" : ": " + Wording.quote(answer);
    String failure =
        Wording.failure(
                task,
                "answered with status %d, not one of %s%s"
                    .formatted(status, program.successCodes(), said),
                status >= 300 && status < 400
                    ? "Redirects are not followed: name the final address as `url`."
                    : "Correct the program, or `successCodes`.")
            .sentence();
    return new Outcome(answer, answer, "", status, took, failure);
  }

  private static String stopped(Task task) {
    return Wording.failure(task, "was given up because gitscaler stops", "").sentence();
  }

  private static String broken(Task task, @Nullable Throwable cause) {
    boolean stranger = Causes.find(cause, CertPathBuilderException.class) != null;
    return Wording.failure(
            task,
            "could not be asked: "
                + (stranger
                    ? "its certificate is not signed by an authority that is trusted"
                    : reason(cause)),
            stranger
                ? "Name the file of the authority's certificate as `caCert`, or correct the one that is named."
                : "Check `url` and whether the server runs and can be reached from gitscaler.")
        .sentence();
  }

  private static String reason(@Nullable Throwable cause) {
    if (Causes.find(cause, UnresolvedAddressException.class) != null) {
      return "the name of its host is unknown";
    }
    if (Causes.find(cause, ConnectException.class) != null) {
      return "connection refused";
    }
    SSLException tls = Causes.find(cause, SSLException.class);
    if (tls != null) {
      return "TLS failed: " + Wording.quote(String.valueOf(tls.getMessage()));
    }
    String message = cause == null ? null : cause.getMessage();
    return message == null ? "no answer" : Wording.quote(message);
  }

  private static HttpRequest request(Task task, Program.Http program) {
    boolean query = program.parameterMode() == ParameterMode.QUERY;
    try {
      URI uri = new URI(query ? withParameter(program.url(), task.input()) : program.url());
      HttpRequest.Builder request =
          HttpRequest.newBuilder(uri)
              .method(
                  program.method(),
                  query ? BodyPublishers.noBody() : BodyPublishers.ofString(task.input()));
      if (!query) {
        request.setHeader("Content-Type", "application/json");
      }
      program.headers().forEach(request::setHeader);
      return request.build();
    } catch (URISyntaxException | IllegalArgumentException e) {
      throw Wording.failure(
          task,
          "is no request that can be made: its `url`, `method` or a name in `headers` is not allowed",
          "Use an http or https address, and leave out headers that belong to the connection, such as Host.");
    }
  }

  private static String withParameter(String url, String input) {
    int fragment = url.indexOf('#');
    String base = fragment < 0 ? url : url.substring(0, fragment);
    char joint = base.indexOf('?') < 0 ? '?' : '&';
    return base + joint + PARAMETER + '=' + URLEncoder.encode(input, StandardCharsets.UTF_8);
  }

  /** One client for each set of certificates, renewed when the files change. */
  private HttpClient client(Task task, Program.Http program) {
    Path folder = task.folder();
    try {
      TlsFiles files =
          TlsFiles.read(folder, program.caCert(), program.clientCert(), program.clientKey());
      HttpClient known = clients.get(files);
      if (known != null) {
        return known;
      }
      HttpClient made = client(files);
      HttpClient first = clients.putIfAbsent(files, made);
      return first == null ? made : first;
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw Wording.failure(
          task,
          "its certificates cannot be used: " + e.getMessage(),
          "`caCert`, `clientCert` and `clientKey` name PEM files, relative to the policy's file or absolute.");
    }
  }

  private static HttpClient client(TlsFiles files) throws IOException, GeneralSecurityException {
    HttpClient.Builder client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER);
    if (files.isAny()) {
      client.sslContext(files.context());
    }
    return client.build();
  }

  @Override
  public void close() {
    closed = true;
    clients.values().forEach(HttpClient::shutdownNow);
    clients.clear();
  }
}
