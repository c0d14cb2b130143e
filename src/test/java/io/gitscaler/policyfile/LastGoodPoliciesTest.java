package io.gitscaler.policyfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gitscaler.audit.PolicyResult;
import io.gitscaler.decision.ReasonCode;
import io.gitscaler.failure.FailureKind;
import io.gitscaler.failure.OutsideFailure;
import io.gitscaler.policy.KeptPolicies;
import io.gitscaler.policy.LastGood;
import io.gitscaler.policy.LoadedPolicies;
import io.gitscaler.policy.PolicyRevision;
import io.gitscaler.policy.PolicySource;
import io.gitscaler.policy.UntrustedCommit;
import io.gitscaler.reconcile.RunReport;
import io.gitscaler.testing.MemoryPolicyArchive;
import io.gitscaler.testing.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What acts while Git gives no policies, or wrong ones. */
class LastGoodPoliciesTest {
  private static final Duration MAX_AGE = Duration.ofHours(24);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @TempDir private Path folder;
  private final World world = new World();
  private final MemoryPolicyArchive archive = new MemoryPolicyArchive();
  private final Repository git = new Repository();

  /** A repository whose commits are folders; it can fail. */
  private final class Repository implements PolicySource {
    private int commits;
    private String ref = "main";
    private @Nullable FailureKind failure;

    /** The key that signs every commit; null where nobody looks at signatures. */
    private @Nullable String signer;

    /** The keys whose signatures count; null for those of everybody. */
    private @Nullable Set<String> allowed;

    private @Nullable CheckoutPolicies checkout;

    /** Starts the next commit with the files of the one before. */
    Path next() throws IOException {
      Path last = commit();
      commits++;
      Files.createDirectories(commit());
      if (Files.exists(last)) {
        try (var files = Files.walk(last)) {
          for (Path each : files.filter(Files::isRegularFile).toList()) {
            Path copy = commit().resolve(last.relativize(each).toString());
            Files.createDirectories(Objects.requireNonNull(copy.getParent()));
            Files.copy(each, copy);
          }
        }
      }
      return commit();
    }

    private Path commit() {
      return folder.resolve("commit" + commits);
    }

    @Override
    public LoadedPolicies load() {
      if (failure != null) {
        throw new OutsideFailure(failure, "git", "does not answer", "Wait.");
      }
      PolicyRevision revision =
          new PolicyRevision("git", ref, "commit" + commits, World.START)
              .signedBy(allowed == null ? null : signer);
      if (!trusts(revision)) {
        throw new UntrustedCommit("git", "commit" + commits, "it is not signed");
      }
      return Objects.requireNonNull(checkout).read(commit(), commit(), revision);
    }

    @Override
    public boolean trusts(PolicyRevision earlier) {
      String key = earlier.signedBy();
      return allowed == null || (key != null && allowed.contains(key));
    }

    @Override
    public void close() {}
  }

  @BeforeEach
  void twoPolicies() throws IOException {
    Path first = git.next();
    PolicyTexts.write(first, "web/web.yaml", policy("web", 10));
    PolicyTexts.write(first, "api.yaml", policy("api", 10));
    PolicyTexts.write(first, "web/decide.sh", "echo 3\n");
    assertThat(first.resolve("web/decide.sh").toFile().setExecutable(true)).isTrue();
    world.cluster.deployment("shop/web", 1).deployment("shop/api", 1);
    open();
  }

  /** Each run opens its source anew. */
  private LastGoodPolicies open() {
    CheckoutPolicies checkout = new CheckoutPolicies();
    UnpackedPolicies unpacked =
        new UnpackedPolicies(archive, checkout, folder.resolve("temporary"));
    git.checkout = checkout;
    LastGoodPolicies policies =
        new LastGoodPolicies(
            git, new LastGoodPolicies.Place("git", git.ref, "."), unpacked, MAX_AGE, world::now);
    world.policies(policies, policies);
    return policies;
  }

  private RunReport run() {
    LastGoodPolicies policies = open();
    try {
      return world.run();
    } finally {
      policies.close();
    }
  }

  private static String policy(String name, int max) {
    return """
        apiVersion: gitscaler.io/v1alpha1
        kind: ScalerPolicy
        metadata: {name: %s, namespace: shop}
        spec:
          scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: %s}
          minReplicas: 1
          maxReplicas: %d
          metric: {type: shell, shell: {entrypoint: ./decide.sh}}
          evaluate: {type: shell, shell: {entrypoint: ./decide.sh}}
        """
        .formatted(name, name, max);
  }

  private static PolicyResult result(RunReport report, String name) {
    return report.results().stream()
        .filter(each -> each.policy().id().name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static @Nullable LastGood lastGood(RunReport report, String name) {
    return result(report, name).policy().origin().lastGood();
  }

  @ParameterizedTest
  @EnumSource(
      value = FailureKind.class,
      names = {"GIT_UNREACHABLE", "GIT_REFUSED", "GIT_CONTENT"})
  void withoutGitTheLastGoodPoliciesScale(FailureKind kind) {
    run();
    git.failure = kind;
    world.programs.asks("shop/web", 5);

    world.later(MINUTE);
    RunReport report = run();

    assertThat(world.cluster.scalings()).containsExactly("shop/web 1 -> 5");
    assertThat(report.run().revision().commit()).isEqualTo("commit1");
    assertThat(report.run().revision().lastGood())
        .isEqualTo(
            new LastGood(
                World.START, MAX_AGE, LastGood.Cause.GIT, "git: does not answer. Wait.", null));
    assertThat(report.notices())
        .singleElement()
        .asString()
        .contains("commit1", "2026-11-22T09:00:00Z", "2026-11-23T09:00:00Z", "does not answer");
    assertThat(report.problems()).isEmpty();
  }

  @Test
  void theirProgramsLieBesideThemAndMayBeExecuted() {
    run();
    git.failure = FailureKind.GIT_UNREACHABLE;
    LastGoodPolicies policies = open();

    Path folderOfWeb = policies.load().policies().getLast().origin().folder();

    assertThat(folderOfWeb.resolve("decide.sh")).isExecutable().hasContent("echo 3\n");
    assertThat(folderOfWeb.resolve("web.yaml")).isNotEmptyFile();
    assertThat(folderOfWeb.resolve("web.yaml").toFile().canExecute()).isFalse();
    policies.close();
    assertThat(folderOfWeb).doesNotExist();
  }

  @Test
  void linksThatStayBelowTheRootAreKept() throws IOException {
    PolicyTexts.write(git.commit(), "lib/metric.py", "print(1)\n");
    Files.createSymbolicLink(git.commit().resolve("web/metric.py"), Path.of("../lib/metric.py"));
    Files.createSymbolicLink(git.commit().resolve("web/lib"), Path.of("../lib"));
    run();
    git.failure = FailureKind.GIT_UNREACHABLE;
    LastGoodPolicies policies = open();

    Path folderOfWeb = policies.load().policies().getLast().origin().folder();

    assertThat(folderOfWeb.resolve("metric.py")).isSymbolicLink().hasContent("print(1)\n");
    assertThat(folderOfWeb.resolve("lib/metric.py")).hasContent("print(1)\n");
    assertThat(folderOfWeb.resolveSibling(".git")).doesNotExist();
    policies.close();
  }

  @ParameterizedTest(name = "after {0} hours it holds: {1}")
  @CsvSource({"23, false", "24, false", "25, true"})
  void afterTheirAgeTheyHold(int hours, boolean holds) {
    run();
    git.failure = FailureKind.GIT_UNREACHABLE;
    world.programs.asks("shop/web", 5);

    world.later(Duration.ofHours(hours));
    RunReport report = run();

    assertThat(world.cluster.scalings()).hasSize(holds ? 0 : 1);
    assertThat(result(report, "web").stop() != null).isEqualTo(holds);
    if (holds) {
      assertThat(Objects.requireNonNull(result(report, "web").stop()).reason())
          .isEqualTo(ReasonCode.PolicyTooOld);
      assertThat(world.trail.last()).anyMatch(line -> line.startsWith("FAILURE_BEGAN shop/web"));
      assertThat(Objects.requireNonNull(result(report, "web").stop()).sentence())
          .startsWith(
              "the last good version, as of 2026-11-22T09:00:00Z, could act until 2026-11-23T09:00:00Z. ");
      assertThat(report.notices())
          .anyMatch(
              line ->
                  line.contains(
                      "could act only until 2026-11-23T09:00:00Z, and targets keep their replicas"));
    }
  }

  @Test
  void theAgeCountsFromTheLastRunThatReachedGitAndNotFromTheCommit() {
    run();
    world.later(Duration.ofHours(20));
    run();
    git.failure = FailureKind.GIT_UNREACHABLE;
    world.programs.asks("shop/web", 5);

    world.later(Duration.ofHours(20));
    run();

    assertThat(world.cluster.scalings()).hasSize(1);
  }

  @Test
  void ofAnUnsignedHeadNothingIsReadAndTheLastSignedCommitActs() throws IOException {
    git.allowed = Set.of("ada");
    git.signer = "ada";
    run();
    git.next();
    git.signer = null;
    world.programs.asks("shop/web", 5);

    world.later(MINUTE);
    RunReport report = run();

    assertThat(world.cluster.scalings()).containsExactly("shop/web 1 -> 5");
    PolicyRevision acting = report.run().revision();
    assertThat(acting.commit()).isEqualTo("commit1");
    assertThat(acting.signedBy()).isEqualTo("ada");
    LastGood lastGood = Objects.requireNonNull(acting.lastGood());
    assertThat(lastGood.cause()).isEqualTo(LastGood.Cause.SIGNATURE);
    assertThat(lastGood.refused()).isEqualTo("commit2");
    assertThat(report.notices())
        .singleElement()
        .asString()
        .contains("refused", "commit1", "commit2 is refused, because it is not signed");
  }

  @ParameterizedTest(name = "kept {0}")
  @CsvSource({
    "while nobody looked at signatures, , ada",
    "under a key that is no longer allowed, bo, ada",
  })
  void doesNotPassAsSigned(String when, @Nullable String allowedThen, String allowedNow) {
    git.allowed = allowedThen == null ? null : Set.of(allowedThen);
    git.signer = allowedThen;
    run();
    git.allowed = Set.of(allowedNow);

    for (FailureKind failure : new @Nullable FailureKind[] {null, FailureKind.GIT_UNREACHABLE}) {
      git.failure = failure;
      assertThatThrownBy(this::run)
          .hasMessageContaining(failure == null ? "is not signed" : "does not answer");
    }
    git.failure = null;
    git.signer = allowedNow;
    run();
    git.failure = FailureKind.GIT_UNREACHABLE;
    assertThat(run().run().revision().signedBy()).isEqualTo(allowedNow);
  }

  @Test
  void withNothingKeptGitsFailureStands() {
    git.failure = FailureKind.GIT_UNREACHABLE;
    assertThatThrownBy(this::run).hasMessageContaining("does not answer");
  }

  @Test
  void withTheArchiveOutOfReachGitsFailureStands() {
    run();
    git.failure = FailureKind.GIT_UNREACHABLE;
    archive.outOfReach = true;
    assertThatThrownBy(this::run).hasMessageContaining("does not answer");
  }

  @Test
  void policiesOfAnotherBranchAreNotTakenForTheLastGoodOnes() {
    run();
    git.ref = "next";
    git.failure = FailureKind.GIT_REFUSED;
    assertThatThrownBy(this::run).hasMessageContaining("does not answer");
  }

  @Test
  void isWrittenOnlyWhenTheCommitChangedOrTheTimeIsNoLongerExact() throws IOException {
    run();
    assertThat(archive.writes).isEqualTo(1);
    world.later(MINUTE);
    run();
    assertThat(archive.writes).as("same commit").isEqualTo(1);
    world.later(Duration.ofMinutes(5));
    run();
    assertThat(archive.writes).as("the time").isEqualTo(2);
    git.next();
    run();
    assertThat(archive.writes).as("next commit").isEqualTo(3);
    git.failure = FailureKind.GIT_UNREACHABLE;
    run();
    assertThat(archive.writes).as("outage").isEqualTo(3);
  }

  @Test
  void aPlanReadsTheLastGoodPoliciesAndKeepsNone() {
    world.plan();
    assertThat(archive.writes).isZero();
    run();
    git.failure = FailureKind.GIT_UNREACHABLE;
    open();
    assertThat(world.plan().run().revision().lastGood()).isNotNull();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "a field,          maxReplicas: 12, maxReplicas: many",
    "the whole file,   maxReplicas: 12, 'maxReplicas: [12'"
  })
  void ofAnInvalidPolicyTheLastGoodVersionActs(String what, String from, String to)
      throws IOException {
    run();
    Path second = git.next();
    PolicyTexts.write(second, "api.yaml", policy("api", 12).replace(from, to));
    PolicyTexts.write(second, "web/web.yaml", policy("web", 12));
    world.programs.asks("shop/web", 11).asks("shop/api", 11);

    world.later(MINUTE);
    RunReport report = run();

    assertThat(world.cluster.scalings())
        .containsExactlyInAnyOrder("shop/web 1 -> 11", "shop/api 1 -> 10");
    assertThat(report.problems()).isNotEmpty();
    assertThat(lastGood(report, "web")).isNull();
    assertThat(Objects.requireNonNull(lastGood(report, "api")).cause())
        .isEqualTo(LastGood.Cause.INVALID);
    assertThat(report.notices()).singleElement().asString().startsWith("shop/api is invalid");
    assertThat(world.trail.last())
        .anyMatch(line -> line.startsWith("POLICY_INVALID shop/api: commit commit2 "));
  }

  @Test
  void anInvalidPolicyIsToldOnceAndAgainWhenItIsMended() throws IOException {
    run();
    Path second = git.next();
    PolicyTexts.write(second, "api.yaml", "kind: ScalerPolicy\nspec: [");
    run();
    int commits = world.trail.commits.size();
    run();
    assertThat(world.trail.commits).hasSize(commits);
    PolicyTexts.write(git.next(), "api.yaml", policy("api", 10));
    run();
    assertThat(world.trail.last()).singleElement().asString().startsWith("POLICY_VALID shop/api");
  }

  @Test
  void anInvalidPolicyHoldsOnceItsLastGoodVersionIsTooOld() throws IOException {
    run();
    PolicyTexts.write(git.next(), "api.yaml", "[");
    run();
    world.later(Duration.ofHours(25));

    RunReport report = run();

    assertThat(Objects.requireNonNull(result(report, "api").stop()).reason())
        .isEqualTo(ReasonCode.PolicyTooOld);
    assertThat(result(report, "web").stop()).isNull();
  }

  @Test
  void twoFilesThatBrokeOneAfterTheOtherActInTheirOwnLastVersions() throws IOException {
    run();
    PolicyTexts.write(git.next(), "api.yaml", "[");
    run();
    PolicyTexts.write(git.next(), "web/web.yaml", "[");
    run();
    RunReport again = run();

    assertThat(again.results())
        .extracting(each -> Objects.requireNonNull(each.policy().origin().instead()).commit())
        .containsExactly("commit1", "commit2");
    assertThat(archive.kept())
        .extracting(KeptPolicies::revision)
        .extracting(PolicyRevision::commit)
        .containsExactly("commit3", "commit2", "commit1");
  }

  @Test
  void saysOnceThatAVersionIsNoLongerKeptWhichAPolicyActsOn() throws IOException {
    Path first = git.next();
    PolicyTexts.write(first, "cart.yaml", policy("cart", 10));
    world.cluster.deployment("shop/cart", 1);
    run();
    for (String file : List.of("api.yaml", "cart.yaml")) {
      PolicyTexts.write(git.next(), file, "[");
      assertThat(run().notices()).noneMatch(notice -> notice.contains("no longer kept"));
    }
    PolicyTexts.write(git.next(), "web/web.yaml", "[");

    assertThat(run().notices())
        .filteredOn(notice -> notice.contains("no longer kept"))
        .singleElement()
        .asString()
        .contains("more than 2 older versions");
    assertThat(run().notices()).noneMatch(notice -> notice.contains("no longer kept"));
  }

  @Test
  void aTimeFromTheFutureIsCorrectedAsSoonAsGitAnswers() throws IOException {
    world.later(Duration.ofDays(365));
    run();
    world.later(Duration.ofDays(-365));
    run();

    assertThat(archive.kept()).extracting(KeptPolicies::asOf).containsExactly(world.now());
  }

  @Test
  void nothingStandsInWhereAnotherPolicyHasTheTargetNow() throws IOException {
    run();
    Path second = git.next();
    PolicyTexts.write(second, "api.yaml", "[");
    PolicyTexts.write(
        second,
        "new.yaml",
        policy("api", 10).replace("{name: api, namespace", "{name: new, namespace"));
    world.cluster.deployment("shop/new", 1);

    assertThat(run().results())
        .extracting(each -> each.policy().id().name())
        .containsExactly("new", "web");
  }

  @Test
  void whatDoesNotFitIsSaidAndNothingOlderIsTakenForTheLastGood() throws IOException {
    run();
    byte[] noise = new byte[1024 * 1024];
    new java.util.Random(1).nextBytes(noise);
    Files.write(git.next().resolve("model.bin"), noise);

    assertThat(run().notices())
        .singleElement()
        .asString()
        .contains("not kept", "900 KiB fit", "--policies-path");
    git.failure = FailureKind.GIT_UNREACHABLE;
    assertThatThrownBy(this::run).hasMessageContaining("does not answer");
    assertThat(archive.kept()).isEqualTo(List.of());
  }
}
