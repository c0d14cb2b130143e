package io.gitscaler.git;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gitscaler.failure.FailureKind;
import io.gitscaler.failure.OutsideFailure;
import io.gitscaler.policy.LoadedPolicies;
import io.gitscaler.policy.PolicyRevision;
import io.gitscaler.policy.UntrustedCommit;
import io.gitscaler.testing.BareRepository;
import io.gitscaler.testing.GitSshServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Which heads of the policies' ref are trusted. What gpg signed lies beside {@code make.sh}, which made it; what SSH signs is signed
 * here, by git and ssh-keygen.
 */
class SignaturesTest {
  private static final Path MADE_BY_GPG = Path.of("src/test/resources/signatures");
  private static final Instant MARCH = Instant.parse("2026-03-02T00:00:00Z");
  private static final Instant MAY = Instant.parse("2026-05-01T00:00:00Z");

  private static final String ADA = "ECE041ECC9E4B41884CC2F3FFC02C99DB6150ABC";
  private static final String EMPTY_TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

  @TempDir Path folder;
  private final List<Path> read = new ArrayList<>();
  private BareRepository repository;

  @BeforeEach
  void repository() {
    repository = BareRepository.create(folder, "policies");
  }

  private void commit() {
    repository.commit("main", Map.of("a.yaml", "one"));
  }

  private GitPolicySource source(String ref, Path keys, Instant now) {
    return new GitPolicySource(
        new GitFolder(GitRemote.of(repository.url(), new GitCredentials.None()), ref, "."),
        new RequiredSignatures(AllowedKeys.read(keys), InstantSource.fixed(now)),
        folder.resolve("tmp"),
        (root, checkout, revision) -> {
          read.add(root);
          return new LoadedPolicies(revision, List.of(), List.of(), List.of());
        });
  }

  /** The key that signed it, or why it is refused. */
  private String verdict(String ref, Path keys, Instant now) {
    try (GitPolicySource source = source(ref, keys, now)) {
      return Objects.requireNonNull(source.load().revision().signedBy());
    } catch (UntrustedCommit refused) {
      assertThat(read).isEmpty();
      assertThat(refused.kind()).isEqualTo(FailureKind.GIT_CONTENT);
      assertThat(refused).hasMessageContaining(refused.commit());
      return refused.sentence().replaceFirst("^.*? is refused, because ", "");
    }
  }

  private Path keys(String... contents) throws IOException {
    return Files.writeString(folder.resolve("keys"), String.join("\n", contents) + "\n");
  }

  private static String gpg(String name) throws IOException {
    return Files.readString(MADE_BY_GPG.resolve(name));
  }

  /** Stores an object byte for byte, whatever it holds, and lets a ref name it. */
  private void putOn(String ref, int type, String content) throws IOException {
    try (Repository bare =
            new FileRepositoryBuilder().setGitDir(repository.path().toFile()).build();
        ObjectInserter inserter = bare.newObjectInserter()) {
      inserter.insert(new TreeFormatter());
      ObjectId blob = inserter.insert(Constants.OBJ_BLOB, "one".getBytes(UTF_8));
      TreeFormatter tree = new TreeFormatter();
      tree.append("a.yaml", FileMode.REGULAR_FILE, blob);
      inserter.insert(tree);
      ObjectId id = inserter.insert(type, content.getBytes(UTF_8));
      inserter.flush();
      Path file = repository.path().resolve(ref);
      Files.createDirectories(file.getParent());
      Files.writeString(file, id.name() + "\n");
    }
  }

  @ParameterizedTest(name = "{0}, with {1} allowed, in {2}")
  @CsvSource({
    "ed25519,  ed25519,         MARCH, ECE041ECC9E4B41884CC2F3FFC02C99DB6150ABC",
    "rsa,      rsa,             MARCH, 9C3A60FB10FB3CC6F567F0001AFB32DDD0911B8B",
    "subkey,   subkey,          MARCH, E1B1A7A3E601248FC2FBA654B9CA5BA4931ABA1F",
    "expiring, expiring,        MARCH, C34ADAB3D04F18A5853AEB796BC2C11B7CD784DE",
    "revoked,  revoked-not-yet, MAY,   33DA367C087517B13DB30215F14F935C6874A829",
    "expiring, expiring,        MAY,   'expired, revoked or not for signing'",
    "revoked,  revoked,         MAY,   'expired, revoked or not for signing'",
    "subkey,   subkey-revoked,  MAY,   'expired, revoked or not for signing'",
    "ed25519,  rsa,             MARCH, no allowed key made its OpenPGP signature",
    "unsigned, ed25519,         MARCH, it is not signed",
  })
  void openPgp(String commit, String allowed, String now, String expected) throws IOException {
    putOn("refs/heads/main", Constants.OBJ_COMMIT, gpg(commit + ".commit"));
    Path keys = keys("# ours", gpg(allowed + ".asc"));
    assertThat(verdict("main", keys, now.equals("MAY") ? MAY : MARCH)).contains(expected);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "another message,      'Signed: ed25519', 'Signed: someone', is of something else",
    "another tree,         'tree 5bb9', 'tree 4b82', is of something else",
    "a damaged signature,  'iIoEABYIADIWIQTs', 'iIoEABYIADIWIQTz', OpenPGP signature",
    "rubbish in it,        'iIoEABYIADIWIQTs', 'AAAAAAAAAAAAAAAA', cannot be understood",
    "X.509,                'PGP SIGNATURE', 'SIGNED MESSAGE', it is signed neither with OpenPGP nor with SSH",
    "another kind,         'PGP SIGNATURE', 'SEAL', it is signed neither with OpenPGP nor with SSH",
    "a second signature,   'gpgsig -', 'gpgsig none\ngpgsig -', it is signed neither with OpenPGP nor with SSH",
  })
  void changed(String what, String from, String to, String expected) throws IOException {
    String good = gpg("ed25519.commit");
    String changed = good.replace(from, to == null ? "" : to.replace("\\n", "\n"));
    assertThat(changed).isNotEqualTo(good);
    // The tree that a changed commit names is Git's empty one.
    putOn(
        "refs/heads/main",
        Constants.OBJ_COMMIT,
        changed.replaceAll("tree 4b82.*", "tree " + EMPTY_TREE));
    assertThat(verdict("main", keys(gpg("ed25519.asc")), MARCH)).contains(expected);
  }

  @Test
  void everyKeyOfTheFileCounts() throws Exception {
    String ssh = repository.signWithSsh("ed25519");
    Path keys =
        keys(
            "# the team",
            gpg("rsa.asc") + gpg("ed25519.asc"),
            "",
            "bo@example.org,ada@example.org namespaces=\"git, file\" " + ssh + " her laptop",
            gpg("subkey.asc"));
    for (String name : List.of("rsa", "ed25519", "subkey")) {
      putOn("refs/heads/main", Constants.OBJ_COMMIT, gpg(name + ".commit"));
      assertThat(verdict("main", keys, MARCH)).matches("[0-9A-F]{40}");
      read.clear();
    }
    commit();
    assertThat(verdict("main", keys, MARCH)).startsWith("SHA256:");
  }

  private void push() {
    repository.work("push", "--quiet", "--force", "--tags", "origin", "main");
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "ed25519, KEY,                                                SHA256:",
    "ecdsa,   KEY,                                                SHA256:",
    "rsa,     KEY,                                                SHA256:",
    "ed25519, namespaces=\"git\" KEY,                             SHA256:",
    "ed25519, valid-after=\"20260201Z\" KEY,                      SHA256:",
    "ed25519, valid-before=\"20260201Z\" KEY,                     valid",
    "ed25519, valid-after=\"20260401Z\" KEY,                      valid",
    "ed25519, namespaces=\"file\" KEY,                            namespace",
    "ed25519, cert-authority KEY,                                 principal",
    "ed25519, OTHER,                                              principal",
  })
  void ssh(String type, String line, String expected) throws Exception {
    String key = repository.signWithSsh(type);
    commit();
    Path keys = keys("ada@example.org " + line.replace("KEY", key).replace("OTHER", another()));
    assertThat(verdict("main", keys, MARCH)).contains(expected);
  }

  /** A key that signed nothing. */
  private static String another() throws GeneralSecurityException {
    return PublicKeyEntry.toString(GitSshServer.newKey().getPublic());
  }

  @Test
  void theSignatureOfATagCountsForTheCommitThatItNames() throws Exception {
    commit();
    Path keys = keys("ada@example.org " + repository.signWithSsh("ed25519"));
    repository.work("tag", "--sign", "-m", "A release", "v1", "main");
    repository.work("tag", "-a", "-m", "Not signed", "unsigned", "main");
    push();
    assertThat(verdict("v1", keys, MARCH)).startsWith("SHA256:");
    read.clear();
    assertThat(verdict("main", keys, MARCH)).startsWith("it is not signed");
    assertThat(verdict("unsigned", keys, MARCH)).startsWith("it is not signed");

    repository.git("update-ref", "refs/tags/v2", "refs/tags/v1");
    assertThat(verdict("v2", keys, MARCH))
        .startsWith("the signed tag v1 stands under another name");
    String tag = repository.git("cat-file", "tag", "v1");
    putOn("refs/tags/v1", Constants.OBJ_TAG, tag.replace("A release", "Another") + "\n");
    assertThat(verdict("v1", keys, MARCH)).startsWith("the signature of the tag v1 is wrong");
  }

  @Test
  void anUnsignedOrUnusedTagLeavesItToTheCommit() throws Exception {
    Path keys = keys("ada@example.org " + repository.signWithSsh("ed25519"));
    commit();
    repository.work("tag", "light", "main");
    repository.work("tag", "-a", "-m", "Not signed", "unsigned", "main");
    push();
    for (String ref : List.of("light", "unsigned", repository.git("rev-parse", "main"))) {
      assertThat(verdict(ref, keys, MARCH)).startsWith("SHA256:");
      read.clear();
    }
  }

  @Test
  void aTagOfGpgIsTrusted() throws IOException {
    putOn("refs/heads/main", Constants.OBJ_COMMIT, gpg("unsigned.commit"));
    putOn("refs/tags/v1", Constants.OBJ_TAG, gpg("ed25519.tag"));
    assertThat(verdict("v1", keys(gpg("ed25519.asc")), MARCH)).isEqualTo(ADA);
  }

  @Test
  void whatWasSignedEarlierIsTrustedWhileItsKeyIsAllowed() throws Exception {
    PolicyRevision revision = new PolicyRevision("/p", "main", "c", MARCH);
    PolicyRevision expiring = revision.signedBy("C34ADAB3D04F18A5853AEB796BC2C11B7CD784DE");
    String key = repository.signWithSsh("ed25519");
    Path both = keys("ada@example.org " + key, gpg("expiring.asc"));
    String fingerprint = String.valueOf(SshKeyLine.fingerprint("ada@example.org " + key));
    try (GitPolicySource march = source("main", both, MARCH);
        GitPolicySource may = source("main", both, MAY)) {
      assertThat(march.trusts(revision)).isFalse();
      assertThat(march.trusts(revision.signedBy(fingerprint))).isTrue();
      assertThat(march.trusts(revision.signedBy(ADA))).isFalse();
      assertThat(march.trusts(expiring)).isTrue();
      assertThat(may.trusts(expiring)).isFalse();
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "nothing,         '',                          it holds no key",
    "remarks only,    '# nobody\n\n',              it holds no key",
    "another line,    '# a\nhello',                line 2 is neither of an OpenPGP public key nor",
    "a bare key,      'ssh-ed25519 AAAA',          line 1 is neither",
    "a private key,   '-----BEGIN PGP PRIVATE KEY BLOCK-----\n', line 1 begins what is no OpenPGP public key",
    "a signature,     '-----BEGIN PGP SIGNATURE-----\n', line 1 begins what is no OpenPGP public key",
    "half a key,      '-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nmDMEaVW4', the OpenPGP public key at line 1 cannot",
    "an empty key,    '-----BEGIN PGP PUBLIC KEY BLOCK-----\n\n-----END PGP PUBLIC KEY BLOCK-----', the OpenPGP public key at line 1 cannot",
  })
  void unusableKeys(String what, String content, String expected) throws IOException {
    Path file = keys(content.replace("\\n", "\n"));
    assertThatThrownBy(() -> AllowedKeys.read(file))
        .isInstanceOf(OutsideFailure.class)
        .hasMessageStartingWith(file + ": in the file of allowed keys, " + expected);
  }

  @Test
  void keysThatCannotBeRead() {
    assertThatThrownBy(() -> AllowedKeys.read(folder.resolve("nowhere")))
        .hasMessage(
            folder.resolve("nowhere")
                + ": the allowed keys cannot be read."
                + " Check that the file exists and that this user may read it.");
  }

  /** Whatever somebody puts where a signature is: it is refused, and nothing else happens. */
  @Test
  void noRubbishIsASignature() throws IOException {
    AllowedKeys keys = AllowedKeys.read(keys(gpg("ed25519.asc"), gpg("rsa.asc")));
    String good = gpg("rsa.commit");
    int from = good.indexOf("\n \n") + 3;
    int to = good.indexOf("\n =", from);
    Random random = new Random(7);
    try (ScratchFolder scratch = ScratchFolder.below(folder, "fuzz-");
        Repository local = scratch.repository("local.git");
        ObjectInserter inserter = local.newObjectInserter();
        RevWalk walk = new RevWalk(local)) {
      SignedHead heads = new SignedHead(local, keys, MARCH, scratch.path(), "there");
      for (int round = 0; round < 300; round++) {
        byte[] changed = good.getBytes(StandardCharsets.ISO_8859_1);
        for (int hits = random.nextInt(3); hits >= 0; hits--) {
          int at = from + random.nextInt(to - from);
          if (changed[at] != '\n' && changed[at] != ' ') {
            changed[at] = (byte) ALPHABET.charAt(random.nextInt(ALPHABET.length()));
          }
        }
        ObjectId id = inserter.insert(Constants.OBJ_COMMIT, changed);
        inserter.flush();
        WantedCommit.Found head = new WantedCommit.Found(walk.parseCommit(id), id, null);
        String commit = new String(changed, StandardCharsets.ISO_8859_1);
        if (!commit.equals(good)) {
          assertThatThrownBy(() -> heads.signer(head))
              .as(commit)
              .isInstanceOf(UntrustedCommit.class)
              .hasMessageContaining("OpenPGP");
        }
      }
    }
  }
}
