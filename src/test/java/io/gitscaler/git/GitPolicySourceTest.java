package io.gitscaler.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gitscaler.failure.FailureKind;
import io.gitscaler.failure.OutsideFailure;
import io.gitscaler.policy.LoadedPolicies;
import io.gitscaler.policy.PolicyRevision;
import io.gitscaler.testing.BareRepository;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitPolicySourceTest {
  private static final CheckoutReader NOTHING =
      (root, checkout, revision) -> new LoadedPolicies(revision, List.of(), List.of(), List.of());

  @TempDir Path folder;
  private final List<Path> roots = new ArrayList<>();
  private BareRepository repository;
  private String first;
  private String second;

  @BeforeEach
  void twoCommits() {
    repository = BareRepository.create(folder, "policies");
    first = repository.commit("main", Map.of("shop/a.yaml", "one"));
    repository.work("tag", "light", first);
    repository.work("tag", "--annotate", "--message", "A release", "v1", first);
    second = repository.commit("main", Map.of("shop/a.yaml", "two", "team/b.yaml", "b"));
    repository.work("push", "--quiet", "--tags", "origin");
    repository.commit("stage", Map.of("shop/a.yaml", "staged"));
  }

  private GitPolicySource source(String ref, String path) {
    return new GitPolicySource(
        new GitFolder(GitRemote.of(repository.url(), new GitCredentials.None()), ref, path),
        null,
        folder.resolve("tmp"),
        (root, checkout, revision) -> {
          roots.add(root);
          return new LoadedPolicies(revision, List.of(), List.of(), List.of());
        });
  }

  private String read(String ref, String path, String file) throws IOException {
    try (GitPolicySource source = source(ref, path)) {
      source.load();
      return Files.readString(roots.getLast().resolve(file));
    }
  }

  private OutsideFailure failure(String ref, String path) {
    try (GitPolicySource source = source(ref, path)) {
      return Objects.requireNonNull(catchThrowableOfType(OutsideFailure.class, source::load));
    }
  }

  @Test
  void readsTheNewestCommitOfABranch() throws IOException {
    assertThat(read("main", ".", "shop/a.yaml")).isEqualTo("two");
    assertThat(read("stage", ".", "shop/a.yaml")).isEqualTo("staged");
  }

  @Test
  void readsTags() throws IOException {
    assertThat(read("light", ".", "shop/a.yaml")).isEqualTo("one");
    assertThat(read("v1", ".", "shop/a.yaml")).isEqualTo("one");
    assertThat(read("refs/tags/v1", ".", "shop/a.yaml")).isEqualTo("one");
  }

  @Test
  void readsCommits() throws IOException {
    assertThat(read(first, ".", "shop/a.yaml")).isEqualTo("one");
    assertThat(read(second.substring(0, 9), ".", "shop/a.yaml")).isEqualTo("two");
    assertThat(read(first.substring(0, 7), ".", "shop/a.yaml")).isEqualTo("one");
  }

  @Test
  void saysWhichCommitWasRead() {
    try (GitPolicySource source = source("v1", ".")) {
      PolicyRevision revision = source.load().revision();
      assertThat(revision.commit()).isEqualTo(first);
      assertThat(revision.ref()).isEqualTo("v1");
      assertThat(revision.source()).isEqualTo(repository.path().toString());
      assertThat(revision.committedAt()).isEqualTo("2026-03-01T12:00:00Z");
    }
  }

  @Test
  void readsASubfolderAndNothingBesideIt() throws IOException {
    assertThat(read("main", "shop", "a.yaml")).isEqualTo("two");
    assertThat(read(first.substring(0, 9), "./shop/", "a.yaml")).isEqualTo("one");
    try (GitPolicySource source = source("main", "shop")) {
      source.load();
      assertThat(roots.getLast().resolve("../team")).doesNotExist();
    }
  }

  @Test
  void refusesMoreThanATemporaryFolderShouldHold() throws IOException {
    repository.work("checkout", "--quiet", "main");
    Path large = repository.work().resolve("large/model.bin");
    Files.createDirectories(large.getParent());
    try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
      file.setLength(Checkout.MOST_BYTES + 1);
    }
    repository.commit("main", Map.of());
    for (String path : List.of(".", "large")) {
      OutsideFailure failure = failure("main", path);
      assertThat(failure.kind()).isEqualTo(FailureKind.GIT_CONTENT);
      assertThat(failure)
          .hasMessageContaining("the folder with the policies holds more than 64 MiB. Name a");
    }
    assertThat(read("main", "shop", "a.yaml")).isEqualTo("two");
  }

  @Test
  void keepsExecutableFilesAndLinksAndRunsNoHookOrFilter() throws IOException {
    repository.work("checkout", "--quiet", "main");
    Path script = repository.work().resolve("run.sh");
    Files.writeString(script, "#!/bin/sh\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();
    Files.createSymbolicLink(repository.work().resolve("out"), Path.of("/etc/passwd"));
    repository.commit("main", Map.of(".gitattributes", "*.txt eol=crlf\n", "a.txt", "a\n"));
    try (GitPolicySource source = source("main", ".")) {
      source.load();
      Path root = roots.getLast();
      assertThat(root.resolve("run.sh")).isExecutable();
      assertThat(root.resolve("shop/a.yaml").toFile().canExecute()).isFalse();
      assertThat(Files.readSymbolicLink(root.resolve("out"))).isEqualTo(Path.of("/etc/passwd"));
      assertThat(root.resolve("a.txt")).hasContent("a");
      assertThat(Files.readString(root.resolve("a.txt"))).isEqualTo("a\n");
    }
  }

  @Test
  void leavesNothingBehind() throws IOException {
    read("main", ".", "shop/a.yaml");
    try (Stream<Path> left = Files.list(folder.resolve("tmp"))) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void namesTheNearestRefsForAnUnknownOne() {
    OutsideFailure failure = failure("stagr", ".");
    assertThat(failure.kind()).isEqualTo(FailureKind.GIT_REFUSED);
    assertThat(failure)
        .hasMessage(
            repository.path()
                + ": there is no branch, tag or commit \"stagr\". There are stage, main, light, v1.");
  }

  @Test
  void refusesACommitThatDoesNotExist() {
    assertThat(failure("0123456789012345678901234567890123456789", "."))
        .hasMessageContaining("no branch, tag or commit \"0123456789");
    assertThat(failure("0123456", ".")).hasMessageContaining("no branch, tag or commit");
  }

  @Test
  void namesTheFoldersBesideAMissingPath() {
    OutsideFailure failure = failure("main", "shopp");
    assertThat(failure.kind()).isEqualTo(FailureKind.GIT_CONTENT);
    assertThat(failure)
        .hasMessage(
            repository.path()
                + ": there is no folder \"shopp\" in \"main\". There are the folders shop, team.");
    assertThat(failure("main", "shop/a.yaml")).hasMessageContaining("no folder \"shop/a.yaml\"");
  }

  @Test
  void doesNotFollowALinkAsPoliciesPath() throws IOException {
    Files.createSymbolicLink(repository.work().resolve("linked"), Path.of("/etc"));
    repository.commit("main", Map.of());
    assertThat(failure("main", "linked")).hasMessageContaining("no folder \"linked\"");
  }

  @Test
  void refusesAPathOutsideTheRepository() {
    assertThatThrownBy(() -> source("main", "../other"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not inside the repository");
    assertThatThrownBy(() -> source("main", "/etc")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void tellsAnEmptyRepository() {
    repository = BareRepository.create(folder, "empty");
    OutsideFailure failure = failure("main", ".");
    assertThat(failure.kind()).isEqualTo(FailureKind.GIT_CONTENT);
    assertThat(failure).hasMessageContaining("the repository is empty. Push a commit");
  }

  @Test
  void tellsAFolderThatIsNoRepositoryOrIsNotThere() throws IOException {
    Path plain = Files.createDirectory(folder.resolve("plain"));
    for (Path each : List.of(plain, folder.resolve("nowhere"))) {
      GitRemote remote = GitRemote.of(each.toString(), new GitCredentials.None());
      try (GitPolicySource source =
          new GitPolicySource(
              new GitFolder(remote, "main", "."), null, folder.resolve("tmp"), NOTHING)) {
        assertThatThrownBy(source::load)
            .isInstanceOf(OutsideFailure.class)
            .hasMessageStartingWith(each + ": there is no Git repository. Check the address");
      }
    }
  }
}
