package io.gitscaler.git;

import static io.gitscaler.git.Records.NOON;
import static io.gitscaler.git.Records.RUN;
import static io.gitscaler.git.Records.scaled;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.gitscaler.audit.AuditTrail.Published;
import io.gitscaler.failure.FailureKind;
import io.gitscaler.failure.OutsideFailure;
import io.gitscaler.history.QueuedRecord;
import io.gitscaler.history.TrailMark;
import io.gitscaler.testing.BareRepository;
import io.gitscaler.testing.FaultyGitServer;
import io.gitscaler.testing.FaultyGitServer.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each fault between us and the trail, and what it gives. Whatever it was: afterwards the record is there, once. */
class TrailFaultsTest {
  private static final String TOKEN = "canary-token-e0f3";
  private static final String BASIC =
      Base64.getEncoder().encodeToString((GitCredentials.TOKEN_USER + ":" + TOKEN).getBytes(UTF_8));
  private static final String BRANCH = TrailSettings.DEFAULT_BRANCH;
  private static final String FILE = BRANCH + ":trail/shop/checkout/2026-03.jsonl";
  private static final TrailSettings SETTINGS =
      TrailSettings.onBranch(BRANCH, TrailAuthor.DEFAULT).withAttempts(3, Duration.ofMillis(1));
  private static final QueuedRecord FIRST = scaled("first", "shop/checkout", 1, 2);
  private static final QueuedRecord SECOND = scaled("second", "shop/checkout", 2, 3);

  @TempDir static Path folder;
  private static BareRepository repository;
  private static FaultyGitServer server;
  private static TrailMark known;
  private int before;

  @BeforeAll
  static void aTrailOfOneRecord() throws IOException {
    repository = BareRepository.create(folder, "trail");
    server = FaultyGitServer.start(folder);
    known = Objects.requireNonNull(publish(FIRST, null, () -> {}).reaches());
  }

  @BeforeEach
  void asItWas() {
    repository.git("update-ref", "refs/heads/" + BRANCH, known.commit());
    before = server.requests();
  }

  @AfterAll
  static void stop() {
    server.close();
    repository.git("fsck", "--strict");
  }

  private static GitRemote remote() {
    return GitRemote.of(server.url("trail.git"), GitCredentials.token(TOKEN));
  }

  private static Published publish(
      QueuedRecord record, @Nullable TrailMark mark, Runnable meanwhile) {
    return publish(remote(), record, mark, meanwhile);
  }

  /** Publishes one record; {@code meanwhile} happens between the fetch and the push. */
  private static Published publish(
      GitRemote remote, QueuedRecord record, @Nullable TrailMark mark, Runnable meanwhile) {
    InstantSource clock =
        () -> {
          meanwhile.run();
          return NOON;
        };
    return new GitAuditTrail(remote, SETTINGS, clock, folder.resolve("tmp"))
        .publish(List.of(record), RUN, 1, mark);
  }

  private void givesAndMends(Published faulty, FailureKind kind, String sentence) {
    assertThat(faulty.confirmed()).isEmpty();
    OutsideFailure failure = Objects.requireNonNull(faulty.failure());
    assertThat(failure)
        .hasMessageContaining(sentence)
        .hasMessageNotContaining(TOKEN)
        .hasMessageNotContaining(BASIC);
    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(server.requests() - before).as("bounded").isLessThan(40);
    mends();
  }

  private void mends() {
    Published again = publish(SECOND, known, () -> {});
    assertThat(again.failure()).isNull();
    assertThat(again.confirmed()).containsExactly("second");
    assertThat(repository.git("show", FILE))
        .isEqualTo(
            """
            {"id":"first","from":1,"to":2}
            {"id":"second","from":2,"to":3}""");
  }

  @ParameterizedTest(name = "{0} at {1}")
  @CsvSource({
    "CLOSED,       info/refs?service=git-upload-pack,  GIT_UNREACHABLE, Git failed",
    "CLOSED,       git-upload-pack,                    GIT_UNREACHABLE, Git failed",
    "CLOSED,       info/refs?service=git-receive-pack, GIT_UNREACHABLE, Git failed",
    "HALF_READ,    git-receive-pack,                   GIT_UNREACHABLE, Git failed",
    "ANSWER_LOST,  git-receive-pack,                   GIT_UNREACHABLE, Git failed",
    "ANSWER_CUT,   git-upload-pack,                    GIT_UNREACHABLE, Git failed",
    "SILENT,       info/refs?service=git-upload-pack,  GIT_UNREACHABLE, no answer within 1 s",
    "SILENT,       git-receive-pack,                   GIT_UNREACHABLE, no answer within 1 s",
    "LOGIN_PAGE,   info/refs?service=git-upload-pack,  GIT_UNREACHABLE, Git failed",
    "LOGIN_PAGE,   git-receive-pack,                   GIT_UNREACHABLE, Git failed",
    "RUBBISH,      info/refs?service=git-upload-pack,  GIT_UNREACHABLE, Git failed",
    "RUBBISH,      git-upload-pack,                    GIT_UNREACHABLE, Git failed",
    "RUBBISH,      git-receive-pack,                   GIT_UNREACHABLE, Git failed",
    "STATUS_429,   info/refs?service=git-upload-pack,  GIT_UNREACHABLE, HTTP 429",
    "STATUS_500,   git-receive-pack,                   GIT_UNREACHABLE, HTTP 500",
    "STATUS_503,   git-upload-pack,                    GIT_UNREACHABLE, HTTP 503",
    "ECHO_PAGE,    info/refs?service=git-upload-pack,  GIT_REFUSED,     HTTP 403",
    "ECHO_PAGE,    git-receive-pack,                   GIT_REFUSED,     HTTP 403",
    "ECHO_ERROR,   info/refs?service=git-upload-pack,  GIT_UNREACHABLE, you sent Basic *** x-access-token:***",
    "ECHO_ERROR,   info/refs?service=git-receive-pack, GIT_UNREACHABLE, you sent Basic *** x-access-token:***",
  })
  void onTheWay(Fault fault, String at, FailureKind kind, String sentence) {
    server.fails(fault, at);
    GitRemote remote =
        fault == Fault.SILENT ? remote().withTimeout(Duration.ofSeconds(1)) : remote();
    Published faulty = publish(remote, SECOND, known, () -> {});
    server.works();
    givesAndMends(faulty, kind, sentence);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "pre-receive, pre-receive hook declined: frozen",
    "update,      hook declined: frozen",
  })
  void hooks(String hook, String sentence) throws IOException {
    repository.hook(hook, "#!/bin/sh\necho frozen >&2\nexit 1\n");
    Published faulty = publish(SECOND, known, () -> {});
    Files.delete(repository.path().resolve("hooks").resolve(hook));
    givesAndMends(faulty, FailureKind.GIT_REFUSED, sentence);
  }

  /** The server's disk, or its patience with large packs. */
  @Test
  void aServerThatCannotStoreIt() {
    repository.git("config", "receive.maxInputSize", "10");
    Published faulty = publish(SECOND, known, () -> {});
    repository.git("config", "--unset", "receive.maxInputSize");
    givesAndMends(faulty, FailureKind.GIT_UNREACHABLE, "unpacking on the remote end: unpack");
  }

  @Test
  void aTemporaryFolderThatCannotBeWritten() throws IOException {
    Path blocked = Files.writeString(folder.resolve("tmp-file"), "");
    Published faulty =
        new GitAuditTrail(remote(), SETTINGS, InstantSource.fixed(NOON), blocked.resolve("below"))
            .publish(List.of(SECOND), RUN, 1, known);
    givesAndMends(faulty, FailureKind.UNUSABLE, "the temporary folder for Git cannot be written");
  }

  /** The largest file that a process may write stands for the end of the disk, which only an administrator can bring near. */
  @Test
  void aDiskOfOurOwnThatIsFull() throws Exception {
    ProcessBuilder small =
        new ProcessBuilder(
            "sh",
            "-c",
            "ulimit -f 1 && exec \"$0\" \"$@\"",
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:-UsePerfData",
            "-XX:TieredStopAtLevel=1",
            OnASmallDisk.class.getName(),
            server.url("trail.git"),
            known.commit(),
            folder.resolve("small").toString());
    small.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    Process process = small.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    assertThat(said)
        .contains("UNUSABLE", "the temporary folder for Git cannot be written: File too large")
        .hasLineCount(1)
        .doesNotContain(TOKEN);
    assertThat(folder.resolve("small")).isEmptyDirectory();
    mends();
  }

  /** Publishes one record and tells what became of it. */
  static final class OnASmallDisk {
    public static void main(String[] arguments) {
      GitRemote remote = GitRemote.of(arguments[0], GitCredentials.token(TOKEN));
      TrailMark known = new TrailMark(remote.display(), BRANCH, arguments[1], NOON);
      Published published =
          new GitAuditTrail(remote, SETTINGS, InstantSource.fixed(NOON), Path.of(arguments[2]))
              .publish(List.of(SECOND), RUN, 1, known);
      OutsideFailure failure = Objects.requireNonNull(published.failure());
      System.out.println(published.confirmed() + " " + failure.kind() + " " + failure.getMessage());
    }
  }

  @ParameterizedTest(name = "{0} between fetch and push")
  @CsvSource({
    "deleted,   is gone",
    "rewritten, was rewritten",
  })
  void theBranchIs(String what, String sentence) {
    Published faulty =
        publish(
            SECOND,
            known,
            () -> {
              if (what.equals("deleted")) {
                repository.git("update-ref", "-d", "refs/heads/" + BRANCH);
              } else {
                String tree = repository.git("rev-parse", known.commit() + "^{tree}");
                String other = repository.git("commit-tree", "-m", "Rewritten", tree);
                repository.git("update-ref", "refs/heads/" + BRANCH, other);
              }
            });
    repository.git("update-ref", "refs/heads/" + BRANCH, known.commit());
    givesAndMends(faulty, FailureKind.GIT_CONTENT, sentence);
  }
}
