package io.gitscaler.git;

import static io.gitscaler.git.Records.NOON;
import static io.gitscaler.git.Records.RUN;
import static io.gitscaler.git.Records.scaled;
import static org.assertj.core.api.Assertions.assertThat;

import io.gitscaler.audit.AuditTrail.Published;
import io.gitscaler.failure.FailureKind;
import io.gitscaler.failure.OutsideFailure;
import io.gitscaler.git.GitWays.Way;
import io.gitscaler.history.TrailMark;
import io.gitscaler.testing.BareRepository;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A trail goes on from where it is known to reach, or not at all. */
class TrailContinuityTest {
  private static final String BRANCH = TrailSettings.DEFAULT_BRANCH;
  private static final TrailSettings SETTINGS =
      TrailSettings.onBranch(BRANCH, TrailAuthor.DEFAULT).withAttempts(3, Duration.ofMillis(1));

  @TempDir static Path folder;
  private static GitWays ways;
  private static int repositories;
  private BareRepository repository;
  private int records;

  @BeforeAll
  static void servers() throws Exception {
    ways = GitWays.to(folder);
  }

  @AfterAll
  static void stop() throws IOException {
    ways.close();
  }

  @BeforeEach
  void repository() {
    repository = BareRepository.create(folder, "trail-" + repositories++);
  }

  private GitRemote remote(Way way) {
    return ways.remote(way, repository);
  }

  private Published publish(GitRemote remote, @Nullable TrailMark known, Instant now) {
    return publish(remote, SETTINGS, known, now);
  }

  private Published publish(
      GitRemote remote, TrailSettings settings, @Nullable TrailMark known, Instant now) {
    return new GitAuditTrail(remote, settings, InstantSource.fixed(now), folder.resolve("tmp"))
        .publish(List.of(scaled("record-" + records++, "shop/checkout", 1, 2)), RUN, 1, known);
  }

  private TrailMark begun(GitRemote remote) {
    return Objects.requireNonNull(publish(remote, null, NOON).reaches());
  }

  private static OutsideFailure failure(Published published) {
    assertThat(published.confirmed()).isEmpty();
    assertThat(published.reaches()).isNull();
    return Objects.requireNonNull(published.failure());
  }

  private String tip() {
    return repository.git("rev-parse", BRANCH);
  }

  /** Puts a commit that somebody else made on top of another, without looking at anything. */
  private String rewriteOnto(String parent) {
    String tree = repository.git("rev-parse", BRANCH + "^{tree}");
    String other =
        parent.isEmpty()
            ? repository.git("commit-tree", "-m", "Rewritten", tree)
            : repository.git("commit-tree", "-p", parent, "-m", "Rewritten", tree);
    repository.git("update-ref", "refs/heads/" + BRANCH, other);
    return other;
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void goesOnFromWhereItReachesAndSaysHowFarItReachesNow(Way way) {
    GitRemote remote = remote(way);
    TrailMark first = begun(remote);
    assertThat(first).isEqualTo(new TrailMark(remote.display(), BRANCH, tip(), NOON));
    Published second = publish(remote, first, NOON.plusSeconds(60));
    assertThat(Objects.requireNonNull(second.reaches()).commit()).isEqualTo(tip());
    // Others write, too, and more than one commit.
    publish(remote, null, NOON.plusSeconds(120));
    publish(remote, null, NOON.plusSeconds(180));
    Published late = publish(remote, second.reaches(), NOON.plusSeconds(240));
    assertThat(late.failure()).isNull();
    assertThat(repository.git("rev-list", "--count", BRANCH)).isEqualTo("5");
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void aBranchThatWasRewrittenIsNotContinued(Way way) {
    GitRemote remote = remote(way);
    TrailMark known = begun(remote);
    publish(remote, known, NOON.plusSeconds(60));
    TrailMark later = Objects.requireNonNull(publish(remote, null, NOON.plusSeconds(90)).reaches());
    String old = tip();
    for (String parent : List.of("", known.commit())) {
      String rewritten = rewriteOnto(parent);
      OutsideFailure failure = failure(publish(remote, later, NOON.plusSeconds(120)));
      assertThat(failure.kind()).isEqualTo(FailureKind.GIT_CONTENT);
      assertThat(failure)
          .hasMessage(
              remote.display()
                  + ": the branch gitscaler/audit was rewritten: "
                  + rewritten
                  + " does not follow, and its last known commit is "
                  + old
                  + " of 2026-03-06T12:01:30Z. Push that commit back from a clone; or, if the branch was changed on"
                  + " purpose, give the commit up with --audit-give-up "
                  + old
                  + ", and the trail goes on from what is there. The records wait.");
      assertThat(tip()).isEqualTo(rewritten);
    }
    repository.git("update-ref", "refs/heads/" + BRANCH, old);
    assertThat(publish(remote, later, NOON.plusSeconds(180)).failure()).isNull();
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void aBranchThatIsGoneIsNotBegunAnew(Way way) {
    GitRemote remote = remote(way);
    TrailMark known = begun(remote);
    repository.git("update-ref", "-d", "refs/heads/" + BRANCH);
    assertThat(failure(publish(remote, known, NOON)))
        .hasMessageContaining("the branch gitscaler/audit is gone, and its last known commit is ")
        .hasMessageContaining("--audit-give-up " + known.commit());
    assertThat(repository.git("branch", "--list")).isEmpty();
  }

  @Test
  void whatWasGivenUpIsGivenUpOnce() {
    GitRemote remote = remote(Way.FOLDER);
    TrailMark known = begun(remote);
    TrailSettings givingUp = SETTINGS.givingUp(known.commit());
    repository.git("update-ref", "-d", "refs/heads/" + BRANCH);
    Published anew = publish(remote, givingUp, known, NOON.plusSeconds(1));
    assertThat(anew.failure()).isNull();
    assertThat(repository.git("rev-list", "--count", BRANCH)).isEqualTo("1");
    rewriteOnto("");
    assertThat(failure(publish(remote, givingUp, anew.reaches(), NOON)))
        .hasMessageContaining("was rewritten");
  }

  @Test
  void whatIsKnownOfAnotherPlaceDoesNotCount() {
    GitRemote remote = remote(Way.FOLDER);
    TrailMark known = begun(remote);
    repository.git("update-ref", "-d", "refs/heads/" + BRANCH);
    for (TrailMark other :
        List.of(
            new TrailMark("/elsewhere.git", BRANCH, known.commit(), NOON),
            new TrailMark(remote.display(), "other", known.commit(), NOON))) {
      assertThat(publish(remote, other, NOON).failure()).isNull();
    }
  }

  /** The clocks of two writers are far apart, or the server knows no times. */
  @Test
  void aCommitIsFoundWhateverTheTimesOfLaterOnesSay() {
    GitRemote remote = remote(Way.HTTPS);
    TrailMark known = begun(remote);
    publish(remote, null, NOON.minus(Duration.ofDays(3)));
    assertThat(publish(remote, known, NOON.plusSeconds(60)).failure()).isNull();
  }

  @Test
  void costsNothingWhereNobodyElseWrote() {
    GitRemote remote = remote(Way.HTTPS);
    TrailMark known = begun(remote);
    int before = ways.https().requests().size();
    TrailMark second = Objects.requireNonNull(publish(remote, known, NOON).reaches());
    int usual = ways.https().requests().size() - before;
    publish(remote, null, NOON);
    before = ways.https().requests().size();
    publish(remote, second, NOON);
    assertThat(ways.https().requests().size() - before).isGreaterThan(usual);
    before = ways.https().requests().size();
    publish(remote, null, NOON);
    assertThat(ways.https().requests().size() - before).isEqualTo(usual);
  }

  @Test
  void fetchesCommitsOnlyAndNoneFromBeforeWhatIsKnown() throws IOException {
    GitRemote remote = remote(Way.HTTPS);
    repository.commit(BRANCH, Map.of(".gitscaler", "trail-format: 1\n", "a", "a"));
    String old = tip();
    TrailMark known = begun(remote);
    publish(remote, null, NOON.plusSeconds(60));
    try (ScratchFolder scratch = ScratchFolder.below(folder, "since-");
        var local = scratch.repository("local.git");
        GitConnection connection = GitConnection.open(remote, local, scratch.path());
        Advertised refs =
            connection.ask(
                GitConnection.Amount.commitsSince(NOON.minusSeconds(60)), SETTINGS.ref())) {
      refs.fetch(List.of(ObjectId.fromString(tip())));
      var objects = local.getObjectDatabase();
      assertThat(objects.has(ObjectId.fromString(known.commit()))).isTrue();
      assertThat(objects.has(ObjectId.fromString(old))).isFalse();
      String tree = repository.git("rev-parse", BRANCH + "^{tree}");
      assertThat(objects.has(ObjectId.fromString(tree))).isFalse();
    }
  }
}
