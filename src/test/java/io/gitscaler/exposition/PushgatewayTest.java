package io.gitscaler.exposition;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.gitscaler.failure.FailureKind;
import io.gitscaler.failure.OutsideFailure;
import io.gitscaler.reconcile.RunReport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PushgatewayTest {
  private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
  private HttpServer server;
  private int status = 200;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::take);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void take(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    requests.add(
        exchange.getRequestMethod()
            + " "
            + exchange.getRequestURI()
            + " "
            + exchange.getRequestHeaders().getFirst("Authorization")
            + "\n"
            + body);
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  private URI url(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  @Test
  void putsTheMetricsInPlaceOfThoseOfTheRunBefore() {
    assertThat(new Pushgateway(url(""), "Bearer canary").push(RunMetricsTest.run())).isEmpty();
    assertThat(requests)
        .singleElement()
        .satisfies(
            request -> {
              assertThat(request)
                  .startsWith(
                      "PUT /metrics/job/gitscaler/cluster@base64/dGVzdA==/installation@base64/Z2l0c2NhbGVyL2dpdHNjYWxlcg== Bearer canary\n");
              assertThat(request).contains("\n# TYPE gitscaler_runs_total counter\n");
            });
  }

  @Test
  void mayLieBelowAPath() {
    assertThat(new Pushgateway(url("/push/"), null).push(RunMetricsTest.run())).isEmpty();
    assertThat(requests)
        .singleElement()
        .asString()
        .startsWith("PUT /push/metrics/job/gitscaler/")
        .contains(" null\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer canary\ncanary", "Bearer canary\r", "Bearer canary\u20ac"})
  void aTokenThatFitsIntoNoHeaderIsASentenceThatDoesNotShowIt(String authorization) {
    assertThat(new Pushgateway(url(""), authorization).push(RunMetricsTest.run()))
        .hasValue(
            "The Pushgateway "
                + url("")
                + " was not asked, for its token has more than one line, or characters that no"
                + " header may have; it keeps the metrics of an earlier run. Nothing else depends"
                + " on it.");
    assertThat(requests).isEmpty();
  }

  @Test
  void aRefusalIsASentence() {
    status = 401;
    assertThat(new Pushgateway(url(""), "Bearer canary").push(RunMetricsTest.run()))
        .hasValue(
            "The Pushgateway "
                + url("")
                + " answered with status 401; it keeps the metrics of an earlier run. Nothing else"
                + " depends on it.");
  }

  @Test
  void aGatewayThatIsAwayIsASentence() {
    URI gone = url("");
    server.stop(0);
    assertThat(new Pushgateway(gone, null).push(RunMetricsTest.run()).orElseThrow())
        .startsWith("The Pushgateway " + gone + " cannot be reached; ");
  }

  @Test
  void aGatewayThatNeverAnswersCostsItsPatience() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      URI url = URI.create("http://127.0.0.1:" + silent.getLocalPort());
      assertThat(new Pushgateway(url, null).push(RunMetricsTest.run()).orElseThrow())
          .contains(" did not answer within 3000 ms; ");
    }
  }

  /** What a kubelet leaves it between SIGTERM and SIGKILL is for storing what was done. */
  @Test
  void aGatewayThatNeverAnswersCostsLessWhereTheRunHadToEnd() throws IOException {
    FinishedRun run = RunMetricsTest.run();
    RunReport whole = run.report();
    RunReport ended =
        new RunReport(
            whole.run(),
            whole.started(),
            whole.finished(),
            whole.passes(),
            whole.problems(),
            whole.skipped(),
            whole.trail(),
            whole.notices(),
            new OutsideFailure(FailureKind.UNUSABLE, "this run", "was told to end", ""));
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      URI url = URI.create("http://127.0.0.1:" + silent.getLocalPort());
      FinishedRun told =
          new FinishedRun(run.installation(), run.shard(), ended, run.state(), run.steps());
      assertThat(new Pushgateway(url, null).push(told).orElseThrow())
          .contains(" did not answer within 500 ms; ");
    }
  }
}
