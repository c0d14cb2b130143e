package io.gitscaler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gitscaler.cli.CommandLineRun.Ended;
import io.gitscaler.cli.usecase.ClusterPlace;
import io.gitscaler.cli.usecase.InstallationStatus;
import io.gitscaler.cli.usecase.StatusRequest;
import io.gitscaler.history.LastRun;
import io.gitscaler.history.LockHolder;
import io.gitscaler.history.RunEnding;
import io.gitscaler.history.RunWork;
import io.gitscaler.history.StoredState;
import io.gitscaler.history.TrailMark;
import io.gitscaler.statefile.RecordLine;
import io.gitscaler.testing.FakeUseCases;
import io.gitscaler.testing.SampleRecords;
import io.gitscaler.testing.SampleState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code status} looks like, line by line. */
class StatusTest {
  private static final ClusterPlace PLACE =
      new ClusterPlace(null, null, "", "gitscaler", "gitscaler");
  private static final Instant NOW = SampleRecords.AT.plusSeconds(42);
  private static final LockHolder HOLDER =
      new LockHolder(
          "run 20261122T090100Z-11aa in pod gitscaler/gitscaler-29123",
          NOW.minusSeconds(5),
          NOW.plusSeconds(55));

  private final FakeUseCases useCases = new FakeUseCases();

  private static InstallationStatus status(StoredState state, @Nullable LockHolder lock) {
    return InstallationStatus.of(PLACE, NOW, state, lock, List.of());
  }

  private static StoredState troubled() {
    return SampleState.afterAFailedPush(new RecordLine());
  }

  private static StoredState quiet() {
    return StoredState.EMPTY
        .withLastRun(run("run-1", NOW.minusSeconds(140)))
        .withLastRun(run("run-2", NOW.minusSeconds(80)))
        .withTrail(
            new TrailMark(
                "https://git.example.org/shop/trail.git",
                "gitscaler/audit",
                "8d1e7b3c5f9a2e4d6b8c0a1f3e5d7c9b2a4f6e8d",
                NOW.minus(Duration.ofHours(27))));
  }

  private static LastRun run(String id, Instant at) {
    return new LastRun(
        id,
        at,
        at.plusSeconds(2),
        "4f1c2d9a0b3e",
        0,
        0,
        new RunWork(1, 0, RunWork.NONE.failures()),
        RunEnding.COMPLETED,
        null,
        null);
  }

  @Test
  void tellsOfEachShardAndIsStaleWhereOneOfThemIs() {
    InstallationStatus shared = shared(3, Map.of(0, after(62), 1, after(602), 2, after(50)));

    useCases.answer(shared);
    assertThat(new CommandLineRun(useCases).of("status").out())
        .contains("last run  completed 48s ago", "runs      3 completed since ")
        .contains("lease     free (that of shard 0)\n")
        .containsPattern("SHARD +LAST PASS +LAST SUCCESS +RUNS")
        .containsPattern("\n1 +10m ago +10m ago +1\n");
    assertThat(shared.stale(Duration.ofMinutes(11))).isNull();
    assertThat(shared.stale(Duration.ofMinutes(5)))
        .isEqualTo("no run of shard 1 has made a pass since " + NOW.minusSeconds(600));
  }

  private static InstallationStatus shared(
      @Nullable Integer count, Map<Integer, StoredState> homes) {
    return status(homes.getOrDefault(0, StoredState.EMPTY), null)
        .withShards(new TreeMap<>(homes), count);
  }

  /** What a shard leaves whose only run began so long ago. */
  private static StoredState after(int seconds) {
    return StoredState.EMPTY.withLastRun(run("run-" + seconds, NOW.minusSeconds(seconds)));
  }

  @Test
  void missesAShardThatNeverRan() {
    InstallationStatus shared = shared(3, Map.of(0, after(62), 1, after(62)));

    useCases.answer(shared);
    assertThat(new CommandLineRun(useCases).of("status", "--stale-after", "1h"))
        .returns(4, Ended::status)
        .satisfies(ended -> assertThat(ended.out()).containsPattern("\n2 +never ran +0\n"))
        .satisfies(
            ended ->
                assertThat(ended.err()).contains("stale: no run of shard 2 has made a pass yet"));
  }

  /** Each row: how many shards there are said to be, those that left state, and the one that is stale. */
  @ParameterizedTest
  @CsvSource({"3, 012, ", "3, 12, 0", ", 12, 0", ", 02, 1", ", 01, ", "2, 015, ", "1, 05, "})
  void countsOnTheShardsThatAreSaidToBeThere(
      @Nullable Integer count, String left, @Nullable String stale) {
    Map<Integer, StoredState> homes = new TreeMap<>();
    left.chars().forEach(digit -> homes.put(Character.digit(digit, 10), after(10)));

    assertThat(shared(count, homes).stale(Duration.ofMinutes(5)))
        .isEqualTo(stale == null ? null : "no run of shard " + stale + " has made a pass yet");
  }

  @Test
  void asksForAsManyShardsAsItIsTold() {
    useCases.answer(status(quiet(), null));
    new CommandLineRun(useCases).of("status", "--shards", "8");
    assertThat(useCases.request()).isEqualTo(new StatusRequest(PLACE, 8));
  }

  @Test
  void tellsWhatNeedsSomebody() {
    useCases.answer(status(troubled(), HOLDER));
    assertThat(new CommandLineRun(useCases).of("status"))
        .isEqualTo(new Ended(0, Golden.read("status.txt"), ""));
    assertThat(useCases.request()).isEqualTo(new StatusRequest(PLACE, null));
  }

  @Test
  void isShortWhereAllIsWell() {
    useCases.answer(status(quiet(), null));
    assertThat(new CommandLineRun(useCases).of("status").out())
        .isEqualTo(
            """
            gitscaler/gitscaler: 0 policies
              last run  completed 1m ago
                        run-2, policies at commit 4f1c2d9a0b
              runs      2 completed since 2026-11-22T08:58:22Z
              scalings  0
              lease     free
              queue     empty
              trail     8d1e7b3c5f of gitscaler/audit in https://git.example.org/shop/trail.git, 1d 3h ago
            """);
  }

  @Test
  void tellsOfAnInstallationThatNeverRan() {
    useCases.answer(status(StoredState.EMPTY, null));
    assertThat(new CommandLineRun(useCases).of("status"))
        .isEqualTo(
            new Ended(
                0,
                """
                gitscaler/gitscaler: never ran
                  lease  free
                  queue  empty
                  trail  nothing is known to be in it
                """,
                ""));
    assertThat(new CommandLineRun(useCases).of("status", "--stale-after=5m"))
        .returns(4, Ended::status)
        .returns(
            "gitscaler: stale: no run has made a pass yet. Look at the CronJob and at the logs of"
                + " its newest jobs.\n",
            Ended::err);
  }

  @Test
  void tellsOfRunsThatCouldDoNothing() {
    LastRun nothing =
        new LastRun(
            "run-3",
            NOW.minusSeconds(12),
            NOW.minusSeconds(10),
            "",
            0,
            0,
            RunWork.NONE,
            RunEnding.UNREACHABLE,
            "https://git.example.org/shop: it does not answer.",
            null);
    useCases.answer(status(quiet().withLastRun(nothing), null));
    assertThat(new CommandLineRun(useCases).of("status").out())
        .contains(
            """
              last run      unreachable 10s ago: https://git.example.org/shop: it does not answer.
                            run-3
              last pass     1m ago
              last success  1m ago
              runs          2 completed, 1 unreachable since 2026-11-22T08:58:22Z
            """);
  }

  @ParameterizedTest
  @CsvSource({"77s, 4", "78s, 0", "5m, 0"})
  void isStaleWhenTheLastPassIsOlder(String after, int status) {
    useCases.answer(status(quiet(), null));
    assertThat(new CommandLineRun(useCases).of("status", "--stale-after=" + after).status())
        .isEqualTo(status);
  }

  @Test
  void saysWhenTheLeaseIsLeftBehind() {
    LockHolder dead = new LockHolder("run run-1 on laptop as process 17", null, NOW);
    useCases.answer(status(quiet(), dead));
    assertThat(new CommandLineRun(useCases).of("status").out())
        .contains(
            "lease     run run-1 on laptop as process 17, no sign of life since: the next run takes"
                + " it over\n");
  }

  @Test
  void saysWhatItCouldNotSee() {
    useCases.answer(
        InstallationStatus.of(
            PLACE, NOW, quiet(), null, List.of("Who holds the Lease is not known: forbidden.")));
    Ended ended = new CommandLineRun(useCases).of("status");
    assertThat(ended.out()).contains("lease     not known\n");
    assertThat(ended.err()).isEqualTo("Who holds the Lease is not known: forbidden.\n");
    assertThat(ended.status()).isZero();
  }

  @Test
  void isOneObjectForMachines() {
    useCases.answer(status(troubled(), HOLDER));
    assertThat(new CommandLineRun(useCases).of("status", "-o", "json").out())
        .isEqualTo(Golden.read("status.json"));
    assertThat(new CommandLineRun(useCases).of("status", "-o", "yaml").out())
        .contains("\nlastSuccess: \"2026-11-22T08:57:02Z\"\n");
  }
}
