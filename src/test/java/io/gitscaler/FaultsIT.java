package io.gitscaler;

import static io.gitscaler.testing.FaultProxy.Fault.ANOTHER_KIND;
import static io.gitscaler.testing.FaultProxy.Fault.CUT_OFF;
import static io.gitscaler.testing.FaultProxy.Fault.EMPTY;
import static io.gitscaler.testing.FaultProxy.Fault.HALF_A_DOCUMENT;
import static io.gitscaler.testing.FaultProxy.Fault.HTML;
import static io.gitscaler.testing.FaultProxy.Fault.NO_ANSWER;
import static io.gitscaler.testing.FaultProxy.Fault.RESET;
import static io.gitscaler.testing.FaultProxy.Fault.RESET_AFTER_IT_WAS_DONE;
import static io.gitscaler.testing.FaultProxy.Fault.STATUS_429;
import static io.gitscaler.testing.FaultProxy.Fault.STATUS_500;
import static io.gitscaler.testing.FaultProxy.Fault.STATUS_503;
import static org.assertj.core.api.Assertions.assertThat;

import io.gitscaler.testing.AggregatedApi;
import io.gitscaler.testing.ControlPlane;
import io.gitscaler.testing.FaultProxy.Fault;
import io.gitscaler.testing.NeedsControlPlane;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The table in {@code docs/failures.md}: a real run against a real API server and a real Git server, with one fault in between.
 * Whatever the fault, replicas never fall, and the next run without it does what was left and tells each scaling once.
 */
@NeedsControlPlane
class FaultsIT {
  private static final Path PAGE = Path.of("docs/failures.md");

  /** Most of a row is waiting. */
  private static final int SIDE_BY_SIDE = 8;

  private static final List<Place> PLACES =
      List.of(
          place("Lease", "(GET|POST|PUT) .*/leases.*", NO_ANSWER, RESET, STATUS_429, HTML, EMPTY),
          place(
              "reading state",
              "GET .*/configmaps.*",
              RESET,
              CUT_OFF,
              STATUS_503,
              HTML,
              EMPTY,
              HALF_A_DOCUMENT,
              ANOTHER_KIND),
          place(
              "writing state",
              "(POST|PUT) .*/configmaps.*",
              RESET_AFTER_IT_WAS_DONE,
              STATUS_503,
              HTML,
              EMPTY),
          place("API discovery", "GET /apis?(\\?.*)?", RESET, STATUS_503, ANOTHER_KIND),
          place("discovery of one group", "GET /apis/apps/v1", STATUS_500, ANOTHER_KIND),
          place(
              "Deployments",
              "GET .*/deployments\\?.*",
              RESET,
              CUT_OFF,
              STATUS_429,
              STATUS_500,
              HTML,
              ANOTHER_KIND),
          place("StatefulSets", "GET .*/statefulsets\\?.*", NO_ANSWER, STATUS_503, EMPTY),
          place(
              "HorizontalPodAutoscalers",
              "GET .*/horizontalpodautoscalers.*",
              STATUS_503,
              ANOTHER_KIND),
          place(
              "external metrics",
              "GET /apis/external.metrics.k8s.io/.*/namespaces/.*",
              NO_ANSWER,
              RESET,
              CUT_OFF,
              STATUS_503,
              HTML,
              EMPTY,
              ANOTHER_KIND),
          place(
              "scale of web",
              "PUT .*/deployments/web/scale.*",
              RESET,
              RESET_AFTER_IT_WAS_DONE,
              CUT_OFF,
              STATUS_429,
              STATUS_500,
              HTML,
              EMPTY,
              ANOTHER_KIND),
          place("Events", "POST .*/events.*", NO_ANSWER, RESET, STATUS_503, HTML),
          place("policies in Git", ".* /policies.git/.*", RESET, STATUS_503, HTML, ANOTHER_KIND),
          place("trail in Git", ".* /audit.git/.*", NO_ANSWER, RESET, STATUS_503, HTML));

  @TempDir private static Path folder;
  private static final ExecutorService THREADS = Executors.newFixedThreadPool(SIDE_BY_SIDE);
  private static final Map<Row, Future<FaultScene.Seen>> SEEN = new LinkedHashMap<>();
  private static AggregatedApi metrics;

  /** Where a request goes, as the table names it; the requests that are meant, and what they meet with. */
  private record Place(String name, String route, List<Fault> faults) {}

  /** The beginning of a line of the table. */
  record Row(String place, String route, Fault fault) {
    /** A Lease that is never answered is waited for until the deadline; everything else must be over long before it. */
    String deadline() {
      return place.equals("Lease") && fault == NO_ANSWER ? "20s" : "3m";
    }

    String line(CommandRun run) throws IOException {
      String outcomes = String.join(" | ", FaultScene.outcomes(run));
      return this + "%d | %s |".formatted(run.status(), outcomes);
    }

    @Override
    public String toString() {
      return "| %s | %s | ".formatted(place, fault.words());
    }
  }

  private static Place place(String name, String route, Fault... faults) {
    return new Place(name, route, List.of(faults));
  }

  static List<Row> rows() {
    return PLACES.stream()
        .flatMap(
            place ->
                place.faults().stream().map(fault -> new Row(place.name(), place.route(), fault)))
        .toList();
  }

  @BeforeAll
  static void playAllRows() {
    metrics = AggregatedApi.serve(ControlPlane.shared(), FaultScene.METRICS, "v1beta1");
    for (Row row : rows()) {
      Path own = folder.resolve("row-" + SEEN.size());
      SEEN.put(
          row,
          THREADS.submit(
              () -> {
                try (FaultScene scene = new FaultScene(own, metrics)) {
                  return scene.play(row.route(), row.fault(), row.deadline());
                }
              }));
    }
  }

  @AfterAll
  static void stop() {
    THREADS.shutdownNow();
    THREADS.close();
    metrics.close();
  }

  private static List<String> linesOf(Row row) throws IOException {
    try (Stream<String> lines = Files.lines(PAGE)) {
      return lines.filter(line -> line.startsWith(row.toString())).toList();
    }
  }

  @Test
  void thePageHasTheseRowsAndNoOthers() throws IOException {
    try (Stream<String> lines = Files.lines(PAGE)) {
      List<String> onPage =
          lines
              .filter(line -> line.startsWith("| ") && !line.startsWith("| where "))
              .map(line -> Arrays.stream(line.split("\\|")).limit(3).toList())
              .map(cells -> String.join("|", cells) + "| ")
              .toList();
      assertThat(onPage).containsExactlyElementsOf(rows().stream().map(Row::toString).toList());
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void givesWhatTheTableSays(Row row) throws Exception {
    FaultScene.Seen seen = Objects.requireNonNull(SEEN.get(row)).get();

    assertThat(seen.hits()).as("requests that met with the fault").isPositive();
    seen.between()
        .forEach(
            (name, replicas) ->
                assertThat(replicas)
                    .as(name)
                    .isIn(FaultScene.BEFORE.get(name), FaultScene.WANTED.get(name)));
    assertThat(seen.healed().status()).as(seen.healed().err()).isZero();
    assertThat(seen.after()).isEqualTo(FaultScene.WANTED);
    assertThat(seen.told()).containsExactlyInAnyOrder("web 1 -> 3", "queue 2 -> 4", "db 1 -> 2");
    assertThat(linesOf(row)).as(seen.spoilt().err()).containsExactly(row.line(seen.spoilt()));
  }
}
