package io.gitscaler.git;

import static io.gitscaler.git.Records.NOON;
import static io.gitscaler.git.Records.RUN;
import static io.gitscaler.git.Records.scaled;
import static org.assertj.core.api.Assertions.assertThat;

import io.gitscaler.audit.AuditTrail.Published;
import io.gitscaler.audit.TrailReader;
import io.gitscaler.failure.FailureKind;
import io.gitscaler.failure.OutsideFailure;
import io.gitscaler.git.GitWays.Way;
import io.gitscaler.history.QueuedRecord;
import io.gitscaler.policy.PolicyId;
import io.gitscaler.testing.BareRepository;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The trail on real servers, with their hooks and their ways to say no. */
class GitTrailServersTest {
  private static final String BRANCH = TrailSettings.DEFAULT_BRANCH;
  private static final TrailSettings SETTINGS =
      TrailSettings.onBranch(BRANCH, TrailAuthor.DEFAULT).withAttempts(5, Duration.ofMillis(1));

  @TempDir static Path folder;
  private static GitWays ways;
  private static int repositories;

  @BeforeAll
  static void servers() throws Exception {
    ways = GitWays.to(folder);
  }

  @AfterAll
  static void stop() throws IOException {
    ways.close();
  }

  private static BareRepository repository() {
    return BareRepository.create(folder, "audit-" + repositories++);
  }

  private static GitRemote remote(Way way, BareRepository repository) {
    return ways.remote(way, repository);
  }

  private static Published publish(GitRemote remote, QueuedRecord... records) {
    return new GitAuditTrail(remote, SETTINGS, InstantSource.fixed(NOON), folder.resolve("tmp"))
        .publish(List.of(records), RUN, 38, null);
  }

  private static OutsideFailure failure(Published published) {
    assertThat(published.confirmed()).isEmpty();
    assertThat(published.commit()).isNull();
    return Objects.requireNonNull(published.failure());
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTPS", "SSH"})
  void beginsContinuesAndReadsATrail(Way server) {
    BareRepository repository = repository();
    GitRemote remote = remote(server, repository);
    assertThat(publish(remote, scaled("1", "shop/checkout", 3, 5), scaled("a", "shop/cart", 1, 2)))
        .satisfies(first -> assertThat(first.failure()).isNull());
    Published second = publish(remote, scaled("2", "shop/checkout", 5, 4));
    assertThat(second.confirmed()).containsExactly("2");
    assertThat(repository.git("rev-parse", BRANCH)).isEqualTo(second.commit());
    assertThat(repository.git("rev-list", "--count", BRANCH)).isEqualTo("2");
    assertThat(repository.git("show", BRANCH + ":trail/shop/checkout/2026-03.jsonl"))
        .hasLineCount(2);
    assertThat(publish(remote, scaled("2", "shop/checkout", 5, 4)).commit()).isNull();
    assertThat(
            new GitTrailReader(remote, BRANCH, folder.resolve("tmp"))
                .find(PolicyId.parse("shop/checkout"), month -> month.stream().findFirst()))
        .contains(
            new TrailReader.Line(
                "trail/shop/checkout/2026-03.jsonl:2", "{\"id\":\"2\",\"from\":5,\"to\":4}"));
    repository.git("fsck", "--strict");
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTPS", "SSH"})
  void worksWithAServerThatGivesWholeSnapshotsOnly(Way server) {
    BareRepository repository = repository();
    repository.git("config", "uploadpack.allowFilter", "false");
    GitRemote remote = remote(server, repository);
    publish(remote, scaled("1", "shop/checkout", 3, 5));
    assertThat(publish(remote, scaled("2", "shop/checkout", 5, 4)).confirmed())
        .containsExactly("2");
    assertThat(repository.git("rev-list", "--count", BRANCH)).isEqualTo("2");
  }

  @Test
  void fetchesNeitherHistoryNorFilesThatItDoesNotTouch() throws IOException {
    BareRepository repository = repository();
    GitRemote remote = remote(Way.HTTPS, repository);
    publish(remote, scaled("1", "shop/checkout", 3, 5), scaled("a", "shop/cart", 1, 2));
    publish(remote, scaled("2", "shop/checkout", 5, 4));
    try (ScratchFolder scratch = ScratchFolder.below(folder, "partial-");
        var local = scratch.repository("local.git");
        GitConnection connection = GitConnection.open(remote, local, scratch.path())) {
      TrailBranch branch = TrailBranch.fetch(connection, local, SETTINGS.ref());
      String checkout = "trail/shop/checkout/2026-03.jsonl";
      branch.bring(List.of(checkout));
      assertThat(branch.content(checkout)).isPresent();
      assertThat(local.getObjectDatabase().has(id(repository, BRANCH + "~"))).isFalse();
      assertThat(local.getObjectDatabase().has(id(repository, BRANCH + ":trail/shop/cart")))
          .isTrue();
      String cart = BRANCH + ":trail/shop/cart/2026-03.jsonl";
      assertThat(local.getObjectDatabase().has(id(repository, cart))).isFalse();
    }
  }

  private static ObjectId id(BareRepository repository, String revision) {
    return ObjectId.fromString(repository.git("rev-parse", revision));
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTPS", "SSH"})
  void showsWhatAHookSaidAndConfirmsNothing(Way server) {
    BareRepository repository = repository();
    GitRemote remote = remote(server, repository);
    publish(remote, scaled("1", "shop/checkout", 3, 5));
    repository.hook(
        "pre-receive",
        "#!/bin/sh\nprintf 'the \\033[31mtrail\\033[0m is frozen until Monday\\n' >&2\nexit 1\n");
    OutsideFailure failure = failure(publish(remote, scaled("2", "shop/checkout", 5, 4)));
    assertThat(failure.kind()).isEqualTo(FailureKind.GIT_REFUSED);
    assertThat(failure)
        .hasMessageContaining("the push to gitscaler/audit was rejected: pre-receive hook declined")
        .hasMessageContaining("trail [0m is frozen until Monday. Let this user push")
        .hasMessageNotContaining("\u001b")
        .hasMessageNotContaining("canary");
    assertThat(repository.git("rev-list", "--count", BRANCH)).isEqualTo("1");
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTPS", "SSH"})
  void appendsToACommitThatArrivedWhileItsOwnWasOnItsWay(Way server) {
    BareRepository repository = repository();
    GitRemote remote = remote(server, repository);
    publish(remote, scaled("1", "shop/checkout", 3, 5));
    // The server has announced the branch's commit and received ours when the other commit appears.
    repository.hook(
        "pre-receive",
        """
        #!/bin/sh
        test -e raced && exit 0
        touch raced
        unset GIT_QUARANTINE_PATH GIT_OBJECT_DIRECTORY GIT_ALTERNATE_OBJECT_DIRECTORIES
        tree=$(git rev-parse gitscaler/audit^{tree})
        other=$(git commit-tree -p gitscaler/audit -m other "$tree")
        git update-ref refs/heads/gitscaler/audit "$other"
        """);
    Published published = publish(remote, scaled("2", "shop/checkout", 5, 4));
    assertThat(published.failure()).isNull();
    assertThat(repository.git("log", "--format=%s", BRANCH))
        .isEqualTo("scale: 1 down (38 policies)\nother\nscale: 1 up (38 policies)");
    assertThat(repository.git("show", BRANCH + ":trail/shop/checkout/2026-03.jsonl"))
        .hasLineCount(2);
  }

  @Test
  void tellsAUserWhoMayReadButNotPush() {
    BareRepository repository = repository();
    repository.git("config", "http.receivepack", "false");
    OutsideFailure failure =
        failure(publish(remote(Way.HTTPS, repository), scaled("1", "shop/checkout", 3, 5)));
    assertThat(failure.kind()).isEqualTo(FailureKind.GIT_REFUSED);
    assertThat(failure).hasMessageContaining("(HTTP 403)").hasMessageContaining("push to it");
  }

  @Test
  void returnsAFailureOfTheServerAsAValue() {
    GitRemote nowhere = ways.overHttps("nowhere.git", GitWays.TOKEN);
    assertThat(failure(publish(nowhere, scaled("1", "shop/checkout", 3, 5))))
        .hasMessageContaining("there is no Git repository");
    GitRemote stranger = ways.overHttps("nowhere.git", "canary-stranger");
    assertThat(failure(publish(stranger, scaled("1", "shop/checkout", 3, 5))))
        .hasMessageContaining("does not accept the token")
        .hasMessageNotContaining("canary");
  }

  @Test
  void readsTheNewestAcceptedRecordOfAnyMonth() {
    BareRepository repository = repository();
    GitRemote remote = remote(Way.HTTPS, repository);
    GitTrailReader reader = new GitTrailReader(remote, BRANCH, folder.resolve("tmp"));
    PolicyId checkout = PolicyId.parse("shop/checkout");
    assertThat(reader.find(checkout, month -> month.stream().findFirst())).isEmpty();
    publish(
        remote,
        Stream.of("2025-12-31T23:00:00Z", "2026-01-15T00:00:00Z", "2026-03-01T00:00:00Z")
            .map(java.time.Instant::parse)
            .map(at -> Records.at(at.toString(), "shop/checkout", 1, 2, at))
            .toArray(QueuedRecord[]::new));
    assertThat(reader.find(checkout, month -> month.stream().findFirst()))
        .get()
        .asString()
        .contains("2026-03-01");
    assertThat(
            reader.find(
                checkout,
                month -> month.stream().filter(line -> !line.text().contains("2026")).findFirst()))
        .get()
        .asString()
        .contains("2025-12-31");
    assertThat(
            reader.find(
                checkout,
                month ->
                    month.stream().filter(line -> line.text().contains("no such")).findFirst()))
        .isEmpty();
    assertThat(reader.find(PolicyId.parse("shop/other"), month -> month.stream().findFirst()))
        .isEmpty();
  }

  @Test
  void readsWellWithGitItself() {
    BareRepository repository = repository();
    GitRemote remote = remote(Way.SSH, repository);
    publish(remote, scaled("1", "shop/checkout", 3, 5), scaled("a", "shop/cart", 1, 2));
    publish(remote, scaled("b", "shop/cart", 2, 4));
    publish(remote, scaled("2", "shop/checkout", 5, 4));
    String story =
        repository.git("log", "-p", "--format=%s%n%b", BRANCH, "--", "trail/shop/checkout");
    assertThat(story.lines().filter(line -> line.startsWith("+{")))
        .containsExactly(
            "+{\"id\":\"2\",\"from\":5,\"to\":4}", "+{\"id\":\"1\",\"from\":3,\"to\":5}");
    assertThat(story).doesNotContain("\"a\"");
  }

  @Test
  void keepsWhatStoodInTheLog() {
    BareRepository repository = repository();
    GitRemote remote = remote(Way.HTTPS, repository);
    publish(remote, scaled("1", "shop/checkout", 3, 5));
    // A file that somebody left without a line break at its end.
    repository.work("fetch", "--quiet", "origin", BRANCH);
    repository.work("checkout", "--quiet", "-B", BRANCH, "FETCH_HEAD");
    repository.commit(BRANCH, Map.of("trail/shop/checkout/2026-03.jsonl", "{\"id\":\"ü\"}"));
    publish(remote, scaled("2", "shop/checkout", 5, 4));
    assertThat(repository.git("show", BRANCH + ":trail/shop/checkout/2026-03.jsonl"))
        .isEqualTo("{\"id\":\"ü\"}\n" + "{\"id\":\"2\",\"from\":5,\"to\":4}");
  }
}
