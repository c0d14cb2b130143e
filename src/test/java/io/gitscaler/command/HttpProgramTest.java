package io.gitscaler.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.gitscaler.policy.Program;
import io.gitscaler.policy.Program.ParameterMode;
import io.gitscaler.program.ProgramInput;
import io.gitscaler.program.ProgramRun;
import io.gitscaler.program.ProgramStep;
import io.gitscaler.program.RunType;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs that answer HTTP requests, on a real server. */
class HttpProgramTest {
  @TempDir Path folder;
  @TempDir Path temporary;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch end = new CountDownLatch(1);
  private Programs programs;
  private HttpServer server;
  private String url;

  @BeforeEach
  void open() throws IOException {
    programs =
        new Programs(
            new LocalExecution(2, Map.of("PATH", System.getenv("PATH")), temporary), List.of());
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    url = "http://127.0.0.1:" + server.getAddress().getPort();
    start(server);
  }

  private void start(HttpServer starting) {
    starting.setExecutor(threads);
    starting.start();
  }

  @AfterEach
  void close() {
    end.countDown();
    programs.close();
    server.stop(0);
    threads.shutdownNow();
  }

  /** Answers with what it was asked: method, path and query, a header and the body, one a line. */
  private static void echo(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    answer(
        exchange,
        200,
        String.join(
            "\n",
            exchange.getRequestMethod(),
            exchange.getRequestURI().toString(),
            String.valueOf(exchange.getRequestHeaders().getFirst("X-Team")),
            body + "\n"));
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    try (OutputStream stream = exchange.getResponseBody()) {
      stream.write(bytes);
    }
  }

  private static Program.Http http(String method, String url, ParameterMode mode) {
    return new Program.Http(
        Duration.ofSeconds(30),
        method,
        url,
        List.of(200, 202),
        mode,
        Map.of("X-Team", "checkout-team"),
        null,
        null,
        null);
  }

  private ProgramRun metric(Program.Http program) {
    return programs.run(
        new Calls(folder)
            .call(
                ProgramStep.METRIC,
                program,
                new ProgramInput.ForMetric("{\"a\":\"b c&\u00e4\"}", null, null, RunType.SCALER)));
  }

  private ProgramRun post(String path) {
    return metric(http("POST", url + path, ParameterMode.BODY));
  }

  @Test
  void passesTheInputInTheBody() {
    server.createContext("/metric", HttpProgramTest::echo);

    ProgramRun run = post("/metric?x=1");

    assertThat(run.failure()).isNull();
    assertThat(run.exitStatus()).isEqualTo(200);
    assertThat(run.answer().lines()).containsExactly("POST", "/metric?x=1", "***", run.input());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/metric", "/metric?x=1", "/metric#part"})
  void passesTheInputInTheQuery(String path) {
    server.createContext("/metric", HttpProgramTest::echo);

    ProgramRun run = metric(http("GET", url + path, ParameterMode.QUERY));

    List<String> lines = run.answer().lines().toList();
    assertThat(lines.get(0)).isEqualTo("GET");
    assertThat(lines.get(1)).contains(path.contains("?") ? "?x=1&value=" : "?value=");
    assertThat(URLDecoder.decode(lines.get(1), StandardCharsets.UTF_8))
        .endsWith("value=" + run.input());
  }

  @Test
  void readsTheReplicasOfAnEvaluateProgram() {
    server.createContext(
        "/evaluate", exchange -> answer(exchange, 202, "{\"targetReplicas\": 4}\n"));
    Program program = http("POST", url + "/evaluate", ParameterMode.BODY);

    ProgramRun run =
        programs.run(new Calls(folder).call(ProgramStep.EVALUATE, program, Calls.evaluation("3")));

    assertThat(run.failure()).isNull();
    assertThat(run.targetReplicas()).isEqualTo(4);
  }

  @Test
  void failsOnAStatusThatIsNoSuccess() {
    server.createContext("/", exchange -> answer(exchange, 503, "queue is\ndown"));

    ProgramRun run = post("/metric?token=canary");

    assertThat(run.exitStatus()).isEqualTo(503);
    assertThat(run.failure())
        .isEqualTo(
            "metric program `POST "
                + url
                + "/metric` for checkout: answered with status 503, not one of"
                + " [200, 202]: \"queue is down\". Correct the program, or `successCodes`.");
  }

  @Test
  void followsNoRedirect() {
    server.createContext(
        "/",
        exchange -> {
          exchange.getResponseHeaders().set("Location", url + "/elsewhere");
          answer(exchange, 302, "");
        });
    server.createContext("/elsewhere", exchange -> answer(exchange, 200, "5"));

    assertThat(post("/metric").failure()).contains("status 302").contains("not followed");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void givesUpAfterTheTimeOutWhereverTheServerHangs(boolean afterHeaders) {
    server.createContext(
        "/",
        exchange -> {
          if (afterHeaders) {
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().write('5');
            exchange.getResponseBody().flush();
          }
          await(end);
        });
    Program.Http program =
        new Program.Http(
            Duration.ofMillis(400),
            "POST",
            url,
            List.of(200),
            ParameterMode.BODY,
            Map.of(),
            null,
            null,
            null);

    assertThat(metric(program).failure())
        .contains("took longer than 400 ms. Raise `timeout` of `metric`");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void refusesAnAnswerThatIsTooLong() {
    server.createContext("/fits", exchange -> answer(exchange, 200, "x".repeat(1 << 20)));
    server.createContext("/long", exchange -> answer(exchange, 200, "x".repeat((1 << 20) + 1)));

    assertThat(post("/fits").answer()).hasSize(1 << 20);
    assertThat(post("/long").failure()).contains("answered with more than 1 MiB");
  }

  @Test
  void saysThatNobodyAnswersWithoutRepeatingSecretsOfTheUrl() {
    server.stop(0);

    ProgramRun run =
        metric(
            http(
                "POST",
                url.replace("//", "//user:canary@") + "/metric?token=canary#canary",
                ParameterMode.BODY));

    assertThat(run.exitStatus()).isNull();
    assertThat(run.failure())
        .contains("`POST " + url + "/metric`")
        .contains("could not be asked: connection refused. Check `url`")
        .doesNotContain("canary");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp://127.0.0.1/x?canary", "no url canary", "http:///canary"})
  void refusesWhatIsNoAddress(String address) {
    ProgramRun run = metric(http("POST", address, ParameterMode.BODY));

    assertThat(run.failure()).contains("is no request that can be made");
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSA PKCS#8", "RSA PKCS#1", "EC PKCS#8", "EC SEC1"})
  void showsItsCertificateAndTrustsTheNamedAuthorityOnly(String kind) throws Exception {
    Certificates certificates = Certificates.generate(kind.startsWith("EC") ? "EC" : "RSA");
    Files.writeString(folder.resolve("ca.pem"), Certificates.pem(certificates.authority()));
    Files.writeString(folder.resolve("client.pem"), Certificates.pem(certificates.certificate()));
    Files.writeString(
        folder.resolve("client.key"),
        kind.contains("PKCS#8") ? certificates.keyAsPkcs8() : certificates.keyInItsOwnForm());
    HttpsServer secure = secureServer(certificates);
    try {
      ProgramRun run = https(secure, "ca.pem", "client.pem", "client.key");
      assertThat(run.failure()).isNull();
      assertThat(run.answer()).isEqualTo("5");
      assertThat(https(secure, null, null, null).failure())
          .contains(
              "could not be asked: its certificate is not signed by an authority that is trusted")
          .contains("as `caCert`")
          .doesNotContain("Exception", "PKIX", "sun.");
      assertThat(https(secure, "ca.pem", null, null).failure()).contains("could not be asked");
    } finally {
      secure.stop(0);
    }
  }

  private HttpsServer secureServer(Certificates certificates) throws Exception {
    HttpsServer secure =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    secure.setHttpsConfigurator(
        new HttpsConfigurator(certificates.serverContext()) {
          @Override
          public void configure(HttpsParameters parameters) {
            SSLParameters wanted = getSSLContext().getDefaultSSLParameters();
            wanted.setNeedClientAuth(true);
            parameters.setSSLParameters(wanted);
          }
        });
    secure.createContext("/", exchange -> answer(exchange, 200, "5\n"));
    start(secure);
    return secure;
  }

  private ProgramRun https(
      HttpsServer secure, @Nullable String ca, @Nullable String cert, @Nullable String key) {
    return metric(
        new Program.Http(
            Duration.ofSeconds(30),
            "POST",
            "https://127.0.0.1:" + secure.getAddress().getPort(),
            List.of(200),
            ParameterMode.BODY,
            Map.of(),
            ca,
            cert,
            key));
  }

  @Test
  void namesACertificateFileThatCannotBeUsed() throws Exception {
    Files.writeString(folder.resolve("empty.pem"), "nothing");

    assertThat(https("gone.pem").failure())
        .contains(folder.resolve("gone.pem") + " cannot be read")
        .contains("PEM files");
    assertThat(https("empty.pem").failure()).contains("its certificates cannot be used");
  }

  private ProgramRun https(String ca) {
    return metric(
        new Program.Http(
            Duration.ofSeconds(30),
            "POST",
            "https://127.0.0.1:1",
            List.of(200),
            ParameterMode.BODY,
            Map.of(),
            ca,
            null,
            null));
  }
}
