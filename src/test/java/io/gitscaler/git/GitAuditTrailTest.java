package io.gitscaler.git;

import static io.gitscaler.git.Records.NOON;
import static io.gitscaler.git.Records.RUN;
import static io.gitscaler.git.Records.at;
import static io.gitscaler.git.Records.scaled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gitscaler.audit.AuditTrail.Published;
import io.gitscaler.failure.FailureKind;
import io.gitscaler.failure.OutsideFailure;
import io.gitscaler.history.QueuedRecord;
import io.gitscaler.history.RecordKind;
import io.gitscaler.policy.PolicyId;
import io.gitscaler.testing.BareRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The trail in a repository in a folder; {@link GitTrailServersTest} has it on servers. */
class GitAuditTrailTest {
  private static final String BRANCH = TrailSettings.DEFAULT_BRANCH;
  private static final TrailSettings SETTINGS =
      TrailSettings.onBranch(BRANCH, new TrailAuthor("Trail", "trail@example.org"))
          .withAttempts(5, Duration.ofMillis(1));
  private static final String MARCH = "trail/shop/checkout/2026-03.jsonl";

  @TempDir Path folder;
  private BareRepository repository;

  @BeforeEach
  void repository() {
    repository = BareRepository.create(folder, "audit");
  }

  private GitAuditTrail trail(TrailSettings settings, InstantSource clock) {
    return new GitAuditTrail(
        GitRemote.of(repository.url(), new GitCredentials.None()),
        settings,
        clock,
        folder.resolve("tmp"));
  }

  private Published publish(QueuedRecord... records) {
    return trail(SETTINGS, InstantSource.fixed(NOON)).publish(List.of(records), RUN, 38, null);
  }

  private String file(String path) {
    return repository.git("show", BRANCH + ":" + path);
  }

  private int commits() {
    return Integer.parseInt(repository.git("rev-list", "--count", BRANCH));
  }

  private static OutsideFailure failure(Published published) {
    assertThat(published.confirmed()).isEmpty();
    assertThat(published.commit()).isNull();
    return Objects.requireNonNull(published.failure());
  }

  @Test
  void beginsABranchOfItsOwn() throws IOException {
    String main = repository.commit("main", Map.of("a.yaml", "a"));
    Published published = publish(scaled("1", "shop/checkout", 3, 5));
    assertThat(published.failure()).isNull();
    assertThat(published.confirmed()).containsExactly("1");
    assertThat(repository.git("rev-list", "--parents", BRANCH)).isEqualTo(published.commit());
    assertThat(repository.git("ls-tree", "-r", "--name-only", BRANCH))
        .isEqualTo(".gitscaler\nREADME.md\n" + MARCH);
    assertThat(repository.git("rev-parse", "main")).isEqualTo(main);
    assertThat(repository.git("log", "-1", "--format=%an <%ae> %at %cn %ct", BRANCH))
        .isEqualTo("Trail <trail@example.org> 1772798400 Trail 1772798400");
    repository.git("fsck", "--strict");
    try (Stream<Path> left = Files.list(folder.resolve("tmp"))) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void appendsOneLineForEachRecordInOneCommit() {
    publish(scaled("1", "shop/checkout", 3, 5), scaled("2", "shop/cart", 1, 2));
    Published published =
        publish(
            scaled("3", "shop/checkout", 5, 4),
            scaled("4", "shop/checkout", 4, 3),
            scaled("5", "team/search", 1, 9));
    assertThat(published.confirmed()).containsExactlyInAnyOrder("3", "4", "5");
    assertThat(commits()).isEqualTo(2);
    assertThat(file(MARCH))
        .isEqualTo(
            """
            {"id":"1","from":3,"to":5}
            {"id":"3","from":5,"to":4}
            {"id":"4","from":4,"to":3}""");
    assertThat(repository.git("diff", "--stat", "--name-only", BRANCH + "~", BRANCH))
        .isEqualTo(MARCH + "\ntrail/team/search/2026-03.jsonl");
    assertThat(repository.git("log", "-1", "--format=%B", BRANCH))
        .isEqualTo(
            """
            scale: 1 up, 2 down (38 policies)

            shop/checkout 5 -> 4: cpu 82% of 60%
            shop/checkout 4 -> 3: cpu 82% of 60%
            team/search 1 -> 9: cpu 82% of 60%

            Run: run-7
            Policy-Commit: 1f0c5c5fd6b5a6a7e2a1f7d1c8a4b6a3d2e1f0a9
            Cluster: prod""");
    assertThat(repository.git("log", "-1", "--format=%(trailers:key=Run,valueonly)", BRANCH))
        .isEqualTo("run-7");
    repository.git("fsck", "--strict");
  }

  /** Lines of a month that is full, the newest of them at so many hours before noon. */
  private static String full(int hoursBeforeNoon) {
    String line =
        "{\"id\":\"old-%d\",\"at\":\"%s\",\"note\":\"%s\"}\n"
            .formatted(
                hoursBeforeNoon,
                NOON.minus(Duration.ofHours(hoursBeforeNoon)),
                "x".repeat(TrailPart.FULL));
    return line;
  }

  @Test
  void aMonthThatIsFullGoesOnInANewFile() throws IOException {
    repository.commit(BRANCH, Map.of(".gitscaler", "trail-format: 1\n", MARCH, full(40)));

    publish(scaled("1", "shop/checkout", 3, 5), scaled("2", "shop/checkout", 5, 4));
    publish(scaled("3", "shop/checkout", 4, 3));

    assertThat(file(MARCH)).isEqualTo(full(40).strip());
    assertThat(file("trail/shop/checkout/2026-03.2.jsonl").lines())
        .containsExactly(
            "{\"id\":\"1\",\"from\":3,\"to\":5}",
            "{\"id\":\"2\",\"from\":5,\"to\":4}",
            "{\"id\":\"3\",\"from\":4,\"to\":3}");
  }

  @Test
  void theTenthFileOfAMonthComesAfterTheNinth() throws IOException {
    Map<String, String> files = new TreeMap<>(Map.of(".gitscaler", "trail-format: 1\n"));
    files.put(MARCH, full(40));
    for (int part = 2; part <= 10; part++) {
      files.put("trail/shop/checkout/2026-03.%d.jsonl".formatted(part), full(40 - part));
    }
    repository.commit(BRANCH, files);

    publish(scaled("1", "shop/checkout", 3, 5));

    assertThat(file("trail/shop/checkout/2026-03.11.jsonl")).contains("\"id\":\"1\"");
  }

  @ParameterizedTest(name = "a new file that begins {0}, of the record itself: {1}")
  @CsvSource({
    "3 hours earlier,  -3, true",
    "an hour earlier,  -1, false",
    "at the same time,  0, false",
    "later,             1, false"
  })
  void aRecordWhoseAnswerWasLostIsFoundInTheFileBefore(
      String when, int hours, boolean cannotBeThere) throws IOException {
    String before = full(40) + "{\"id\":\"1\",\"from\":3,\"to\":5}\n";
    String begin = "{\"id\":\"0\",\"at\":\"%s\"}\n".formatted(NOON.plus(Duration.ofHours(hours)));
    repository.commit(
        BRANCH,
        Map.of(
            ".gitscaler",
            "trail-format: 1\n",
            MARCH,
            before,
            "trail/shop/checkout/2026-03.2.jsonl",
            begin));
    int commits = commits();

    Published published = publish(scaled("1", "shop/checkout", 3, 5));

    assertThat(published.confirmed()).containsExactly("1");
    assertThat(commits()).isEqualTo(cannotBeThere ? commits + 1 : commits);
  }

  @Test
  void putsARecordIntoItsOwnMonthInUtc() {
    publish(
        at("1", "shop/checkout", 1, 2, Instant.parse("2026-02-28T23:59:59Z")),
        at("2", "shop/checkout", 2, 3, Instant.parse("2026-03-01T00:00:00Z")));
    assertThat(file("trail/shop/checkout/2026-02.jsonl")).contains("\"1\"");
    assertThat(file(MARCH)).contains("\"2\"");
  }

  @Test
  void makesNoCommitForRecordsThatItHolds() {
    publish(scaled("1", "shop/checkout", 3, 5));
    Published again = publish(scaled("1", "shop/checkout", 3, 5));
    assertThat(again.confirmed()).containsExactly("1");
    assertThat(again.commit()).isNull();
    assertThat(again.failure()).isNull();
    assertThat(commits()).isEqualTo(1);
    Published mixed = publish(scaled("1", "shop/checkout", 3, 5), scaled("2", "shop/cart", 1, 2));
    assertThat(mixed.confirmed()).containsExactlyInAnyOrder("1", "2");
    assertThat(file(MARCH)).hasLineCount(1);
    assertThat(repository.git("log", "-1", "--format=%s", BRANCH))
        .isEqualTo("scale: 1 up (38 policies)");
  }

  @Test
  void doesNothingWithoutRecords() {
    assertThat(publish().commit()).isNull();
    assertThat(repository.git("branch", "--list")).isEmpty();
  }

  @Test
  void appendsToWhatAFasterWriterWrote() {
    publish(scaled("0", "shop/checkout", 1, 3));
    List<Published> others = new ArrayList<>();
    InstantSource slow =
        () -> {
          if (others.isEmpty()) {
            others.add(publish(scaled("other", "shop/checkout", 3, 5)));
          }
          return NOON;
        };
    Published published =
        trail(SETTINGS, slow).publish(List.of(scaled("mine", "shop/checkout", 5, 6)), RUN, 2, null);
    assertThat(published.confirmed()).containsExactly("mine");
    assertThat(commits()).isEqualTo(3);
    assertThat(TrailFiles.ids(file(MARCH))).containsExactlyInAnyOrder("0", "other", "mine");
    assertThat(file(MARCH).lines().map(line -> line.substring(0, 9)))
        .containsExactly("{\"id\":\"0\"", "{\"id\":\"ot", "{\"id\":\"mi");
  }

  @Test
  void appendsToAnOrphanThatAFasterWriterBegan() {
    List<Published> others = new ArrayList<>();
    InstantSource slow =
        () -> {
          if (others.isEmpty()) {
            others.add(publish(scaled("other", "shop/checkout", 3, 5)));
          }
          return NOON;
        };
    trail(SETTINGS, slow).publish(List.of(scaled("mine", "shop/checkout", 5, 6)), RUN, 2, null);
    assertThat(commits()).isEqualTo(2);
    assertThat(TrailFiles.ids(file(MARCH))).containsExactlyInAnyOrder("other", "mine");
  }

  @Test
  void givesUpAfterTooManyLostRacesAndConfirmsNothing() {
    List<Published> others = new ArrayList<>();
    InstantSource unlucky =
        () -> {
          others.add(publish(scaled("other-" + others.size(), "shop/cart", 3, 5)));
          return NOON;
        };
    Published published =
        trail(SETTINGS, unlucky)
            .publish(List.of(scaled("mine", "shop/checkout", 5, 6)), RUN, 2, null);
    assertThat(failure(published))
        .hasMessage(
            repository.path()
                + ": other writers were faster 5 times. The records wait for the next run.");
    assertThat(others).hasSize(5);
    assertThat(commits()).isEqualTo(5);
  }

  @Test
  void neverOverwritesABranchThatWasRewritten() {
    publish(scaled("1", "shop/checkout", 3, 5));
    List<String> rewritten = new ArrayList<>();
    InstantSource slow =
        () -> {
          if (rewritten.isEmpty()) {
            String tree = repository.git("rev-parse", BRANCH + "^{tree}");
            String other = repository.git("commit-tree", "-m", "Rewritten", tree);
            repository.git("update-ref", "refs/heads/" + BRANCH, other);
            rewritten.add(other);
          }
          return NOON;
        };
    Published published =
        trail(SETTINGS, slow).publish(List.of(scaled("2", "shop/checkout", 5, 6)), RUN, 2, null);
    assertThat(published.confirmed()).containsExactly("2");
    assertThat(repository.git("rev-parse", BRANCH + "~")).isEqualTo(rewritten.getFirst());
  }

  @Test
  void losesNoRecordOfEightWritersAtOnce() throws Exception {
    int writers = 8;
    int rounds = 3;
    TrailSettings patient = SETTINGS.withAttempts(100, Duration.ofMillis(5));
    try (ExecutorService executor = Executors.newFixedThreadPool(writers)) {
      List<Callable<Void>> work =
          IntStream.range(0, writers)
              .mapToObj(
                  writer ->
                      (Callable<Void>)
                          () -> {
                            GitAuditTrail trail = trail(patient, InstantSource.fixed(NOON));
                            for (int round = 0; round < rounds; round++) {
                              QueuedRecord record =
                                  scaled(writer + "-" + round, "shop/checkout", round, round + 1);
                              Published published = trail.publish(List.of(record), RUN, 1, null);
                              assertThat(published.failure()).isNull();
                              assertThat(published.confirmed()).containsExactly(record.id());
                            }
                            return null;
                          })
              .collect(Collectors.toList());
      for (Future<Void> each : executor.invokeAll(work)) {
        each.get();
      }
    }
    List<String> lines = file(MARCH).lines().toList();
    assertThat(lines).hasSize(writers * rounds).doesNotHaveDuplicates();
    for (int writer = 0; writer < writers; writer++) {
      String prefix = "{\"id\":\"" + writer + "-";
      assertThat(lines.stream().filter(line -> line.startsWith(prefix))).isSorted();
    }
    assertThat(commits()).isEqualTo(writers * rounds);
    repository.git("fsck", "--strict");
  }

  @Test
  void refusesABranchWithOtherContent() {
    repository.commit(BRANCH, Map.of("index.html", "<p>"));
    OutsideFailure failure = failure(publish(scaled("1", "shop/checkout", 3, 5)));
    assertThat(failure.kind()).isEqualTo(FailureKind.GIT_CONTENT);
    assertThat(failure)
        .hasMessage(
            repository.path()
                + ": the branch gitscaler/audit exists and is not a trail: it has no file .gitscaler."
                + " Name another branch for the trail; one that does not exist is created.");
    assertThat(commits()).isEqualTo(1);
  }

  @Test
  void refusesATrailOfAnotherFormat() {
    repository.commit(BRANCH, Map.of(".gitscaler", "trail-format: 2\n"));
    assertThat(failure(publish(scaled("1", "shop/checkout", 3, 5))))
        .hasMessageContaining("holds a trail in another format: trail-format: 2");
  }

  @Test
  void refusesRecordsThatWouldLeaveTheirFile() {
    QueuedRecord broken =
        new QueuedRecord(
            "1", new PolicyId("shop", "a"), NOON, RecordKind.SCALED_UP, "h", "", "{}\n{}");
    assertThatThrownBy(() -> publish(broken))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("more than one line");
    for (PolicyId id :
        List.of(
            new PolicyId("..", "a"),
            new PolicyId("shop", "../../x"),
            new PolicyId("shop", ".git"),
            new PolicyId("Shop", "a"),
            new PolicyId("shop", "a".repeat(300)),
            new PolicyId("shop", ""))) {
      QueuedRecord record = new QueuedRecord("1", id, NOON, RecordKind.SCALED_UP, "h", "", "{}");
      assertThatThrownBy(() -> publish(record))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("not a DNS name");
    }
    assertThat(repository.git("branch", "--list")).isEmpty();
  }
}
