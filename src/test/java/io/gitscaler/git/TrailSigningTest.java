package io.gitscaler.git;

import static io.gitscaler.git.Records.NOON;
import static io.gitscaler.git.Records.RUN;
import static io.gitscaler.git.Records.scaled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gitscaler.audit.AuditTrail.Published;
import io.gitscaler.failure.FailureKind;
import io.gitscaler.failure.OutsideFailure;
import io.gitscaler.policy.LoadedPolicies;
import io.gitscaler.testing.BareRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.api.OpenPGPKey;
import org.bouncycastle.openpgp.api.bc.BcOpenPGPApi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Commits of the trail that a key signs, looked at by git and by what looks at the signatures of policies. */
class TrailSigningTest {
  private static final String BRANCH = TrailSettings.DEFAULT_BRANCH;
  private static final String PASSPHRASE = "a canary's passphrase";

  @TempDir private Path folder;
  private BareRepository repository;

  @BeforeEach
  void repository() {
    repository = BareRepository.create(folder, "audit");
  }

  private Published publish(SigningKey key, String record) {
    TrailSettings settings =
        TrailSettings.onBranch(BRANCH, new TrailAuthor("Trail", "trail@example.org"))
            .withAttempts(30, Duration.ofMillis(1))
            .signedWith(key);
    return new GitAuditTrail(
            GitRemote.of(repository.url(), new GitCredentials.None()),
            settings,
            InstantSource.fixed(NOON),
            folder.resolve("tmp"))
        .publish(List.of(scaled(record, "shop/checkout", 3, 5)), RUN, 38, null);
  }

  /** The key that signed the newest commit, where this file allows it. */
  private String signer(Path allowed) {
    try (GitPolicySource source =
        new GitPolicySource(
            new GitFolder(GitRemote.of(repository.url(), new GitCredentials.None()), BRANCH, "."),
            new RequiredSignatures(AllowedKeys.read(allowed), InstantSource.system()),
            folder.resolve("tmp"),
            (root, checkout, revision) ->
                new LoadedPolicies(revision, List.of(), List.of(), List.of()))) {
      return Objects.requireNonNull(source.load().revision().signedBy());
    }
  }

  private Path ssh(String type, String passphrase) throws Exception {
    Path key = folder.resolve("id_" + type);
    Process made =
        new ProcessBuilder(
                "ssh-keygen", "-q", "-t", type, "-N", passphrase, "-C", "", "-f", key.toString())
            .inheritIO()
            .start();
    assertThat(made.waitFor()).isZero();
    return key;
  }

  private Path allowed(Path key) throws IOException {
    return Files.writeString(
        folder.resolve("allowed"), "trail@example.org " + Files.readString(Path.of(key + ".pub")));
  }

  private static OpenPGPKey openPgp(char @Nullable [] passphrase) throws PGPException {
    var made = new BcOpenPGPApi().generateKey().signOnlyKey();
    return passphrase == null ? made.build() : made.build(passphrase);
  }

  private void verifiedByGit(Path allowed, String commit) {
    assertThat(
            repository.git(
                "-c", "gpg.ssh.allowedSignersFile=" + allowed, "verify-commit", "-v", commit))
        .contains("Good \"git\" signature for trail@example.org");
  }

  @ParameterizedTest(name = "{0}, passphrase {1}")
  @CsvSource({"ed25519, ''", "ed25519, a canary's passphrase", "rsa, ''", "ecdsa, ''"})
  void sshSignsWhatGitAndGitscalerBelieve(String type, String passphrase) throws Exception {
    Path file = ssh(type, passphrase);
    Path allowed = allowed(file);
    SigningKey key = SigningKey.read(file, passphrase.isEmpty() ? null : passphrase);

    assertThat(publish(key, "1").failure()).isNull();
    assertThat(publish(key, "2").failure()).isNull();

    verifiedByGit(allowed, BRANCH);
    verifiedByGit(allowed, BRANCH + "~");
    assertThat(signer(allowed)).isEqualTo(SshKeyLine.fingerprint(Files.readString(allowed)));
    assertThat(key.toString()).doesNotContain("canary");
  }

  @ParameterizedTest(name = "passphrase {0}")
  @CsvSource({"''", "a canary's passphrase"})
  void openPgpSignsWhatGitscalerBelieves(String passphrase) throws Exception {
    char @Nullable [] locked = passphrase.isEmpty() ? null : passphrase.toCharArray();
    OpenPGPKey made = openPgp(locked);
    Path file = Files.writeString(folder.resolve("secret.asc"), made.toAsciiArmoredString());
    Path allowed =
        Files.writeString(folder.resolve("allowed"), made.toCertificate().toAsciiArmoredString());

    SigningKey key = SigningKey.read(file, locked == null ? null : passphrase);
    assertThat(publish(key, "1").failure()).isNull();

    assertThat(signer(allowed)).matches("[0-9A-F]{40,64}");
    assertThat(repository.git("cat-file", "commit", BRANCH))
        .contains("gpgsig -----BEGIN PGP SIGNATURE-----");
  }

  @Test
  void whoLosesARaceSignsAnew() throws Exception {
    Path file = ssh("ed25519", "");
    Path allowed = allowed(file);
    SigningKey key = SigningKey.read(file, null);
    try (ExecutorService writers = Executors.newFixedThreadPool(4)) {
      List<Future<Published>> all =
          IntStream.range(0, 8)
              .mapToObj(number -> writers.submit(() -> publish(key, "record-" + number)))
              .toList();
      for (Future<Published> each : all) {
        assertThat(each.get().failure()).isNull();
      }
    }
    List<String> commits = repository.git("rev-list", BRANCH).lines().toList();
    assertThat(commits).hasSize(8).allSatisfy(commit -> verifiedByGit(allowed, commit));
  }

  @Test
  void aKeyThatIsGoneLeavesTheRecordsWaiting() throws Exception {
    Path file = ssh("ed25519", "");
    SigningKey key = SigningKey.read(file, null);
    Files.delete(file);

    Published published = publish(key, "1");

    assertThat(published.confirmed()).isEmpty();
    assertThat(published.failure())
        .hasMessageStartingWith(file + ": the key that signs the trail cannot be used.");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "nothing there, , the key that signs the trail cannot be read. Check that it exists and that",
    "a public key, ssh-ed25519 AAAA, the key that signs the trail holds no private key. Name the private half",
    "half a key, '-----BEGIN OPENSSH PRIVATE KEY-----\ncanary', the key that signs the trail cannot be used.",
    "half of OpenPGP, '-----BEGIN PGP PRIVATE KEY BLOCK-----\n\ncanary', the key that signs the trail cannot be understood.",
  })
  void saysWhyAKeyCannotBeUsed(String what, @Nullable String content, String expected)
      throws IOException {
    Path file = folder.resolve("key");
    if (content != null) {
      Files.writeString(file, content.replace("\\n", "\n"));
    }
    refused(file, null, expected);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    ", the key that signs the trail has a passphrase. Name a file that holds it with --audit-signing",
    "canary, the key that signs the trail cannot be unlocked. Correct its passphrase.",
  })
  void saysThatAKeyIsLocked(@Nullable String passphrase, String expected) throws Exception {
    refused(ssh("ed25519", PASSPHRASE), passphrase, expected);
    String armored = openPgp(PASSPHRASE.toCharArray()).toAsciiArmoredString();
    refused(Files.writeString(folder.resolve("secret.asc"), armored), passphrase, expected);
  }

  private static void refused(Path file, @Nullable String passphrase, String expected) {
    assertThatThrownBy(() -> SigningKey.read(file, passphrase))
        .isInstanceOfSatisfying(
            OutsideFailure.class,
            failure -> {
              assertThat(failure.kind()).isEqualTo(FailureKind.UNUSABLE);
              assertThat(failure).hasMessageStartingWith(file + ": " + expected);
              assertThat(failure).hasMessageNotContaining("canary");
              assertThat(failure).hasNoCause();
            });
  }

  @Test
  void aPassphraseStandsInAFile() throws IOException {
    Path file = Files.writeString(folder.resolve("passphrase"), " with blanks \n");
    assertThat(SigningKey.passphrase(file)).isEqualTo(" with blanks ");
    Files.writeString(file, "\n");
    assertThatThrownBy(() -> SigningKey.passphrase(file)).hasMessageContaining("is empty");
    assertThatThrownBy(() -> SigningKey.passphrase(folder.resolve("nowhere")))
        .hasMessageContaining("nowhere: the passphrase of the key that signs the trail cannot be");
  }
}
