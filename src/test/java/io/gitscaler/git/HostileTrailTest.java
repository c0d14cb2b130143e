package io.gitscaler.git;

import static io.gitscaler.git.Records.NOON;
import static io.gitscaler.git.Records.RUN;
import static io.gitscaler.git.Records.scaled;
import static org.assertj.core.api.Assertions.assertThat;

import io.gitscaler.audit.AuditTrail.Published;
import io.gitscaler.failure.FailureKind;
import io.gitscaler.testing.BareRepository;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Trails that somebody else had a hand in: nothing of theirs is lost or overwritten, and every refusal is a sentence. */
class HostileTrailTest {
  private static final String BRANCH = TrailSettings.DEFAULT_BRANCH;
  private static final String MONTH = "trail/shop/checkout/2026-03.jsonl";
  private static final TrailSettings SETTINGS =
      TrailSettings.onBranch(BRANCH, TrailAuthor.DEFAULT).withAttempts(2, Duration.ofMillis(1));

  @TempDir Path folder;
  private BareRepository repository;

  @BeforeEach
  void repository() {
    repository = BareRepository.create(folder, "trail");
  }

  private Published publish() {
    return new GitAuditTrail(
            GitRemote.of(repository.url(), new GitCredentials.None()),
            SETTINGS,
            InstantSource.fixed(NOON),
            folder.resolve("tmp"))
        .publish(List.of(scaled("mine", "shop/checkout", 1, 2)), RUN, 1, null);
  }

  /** An entry of the root folder of a trail, beside the marker. */
  private record Entry(String name, FileMode mode, String text) {
    /** Of a file or link its text, of a folder its entries, as Git stores them. */
    byte[] content() {
      return bytes(text);
    }
  }

  /** Writes a trail as no tool would let anybody write it. */
  private void trail(Entry... entries) throws IOException {
    try (Repository bare =
            new FileRepositoryBuilder().setGitDir(repository.path().toFile()).build();
        ObjectInserter inserter = bare.newObjectInserter()) {
      TreeFormatter root = new TreeFormatter();
      for (Entry entry : entries) {
        ObjectId id =
            switch (entry.mode().getObjectType()) {
              case Constants.OBJ_TREE -> inserter.insert(Constants.OBJ_TREE, entry.content());
              case Constants.OBJ_COMMIT -> ObjectId.fromString("1".repeat(40));
              default -> inserter.insert(Constants.OBJ_BLOB, entry.content());
            };
        root.append(entry.name().getBytes(StandardCharsets.ISO_8859_1), entry.mode(), id);
      }
      CommitBuilder commit = new CommitBuilder();
      commit.setTreeId(inserter.insert(root));
      commit.setAuthor(new PersonIdent("Eve", "eve@example.org", NOON, java.time.ZoneOffset.UTC));
      commit.setCommitter(commit.getAuthor());
      commit.setMessage("By hand");
      ObjectId id = inserter.insert(commit);
      inserter.flush();
      repository.git("update-ref", "refs/heads/" + BRANCH, id.name());
    }
  }

  private static Entry marker() {
    return new Entry(".gitscaler", FileMode.REGULAR_FILE, text(TrailFiles.marker()));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /** A monthly file in the folders that lead to it, as the entry of the root. */
  private Entry month(byte[] content) throws IOException {
    try (Repository bare =
            new FileRepositoryBuilder().setGitDir(repository.path().toFile()).build();
        ObjectInserter inserter = bare.newObjectInserter()) {
      ObjectId at = inserter.insert(Constants.OBJ_BLOB, content);
      FileMode mode = FileMode.REGULAR_FILE;
      byte[] tree = {};
      for (String name : List.of("2026-03.jsonl", "checkout", "shop")) {
        TreeFormatter level = new TreeFormatter();
        level.append(bytes(name), mode, at);
        tree = level.toByteArray();
        at = inserter.insert(Constants.OBJ_TREE, tree);
        mode = FileMode.TREE;
      }
      inserter.flush();
      return new Entry("trail", FileMode.TREE, text(tree));
    }
  }

  private byte[] stored(String path) throws IOException {
    try (Repository bare =
        new FileRepositoryBuilder().setGitDir(repository.path().toFile()).build()) {
      ObjectId id = Objects.requireNonNull(bare.resolve(BRANCH + ":" + path));
      return bare.open(id).getBytes();
    }
  }

  @ParameterizedTest(name = "a marker that is {0}")
  @CsvSource({
    "rubbish,      '\u0000\u0001\u00ff what', holds a trail in another format",
    "empty,        '',                        holds a trail in another format",
    "of tomorrow,  'trail-format: 2',         holds a trail in another format: trail-format: 2",
    "not exact,    ' trail-format: 1',        holds a trail in another format",
  })
  void marker(String what, String content, String sentence) throws IOException {
    trail(new Entry(".gitscaler", FileMode.REGULAR_FILE, content));
    String tip = repository.git("rev-parse", BRANCH);
    Published published = publish();
    assertThat(published.failure()).hasMessageContaining(sentence);
    assertThat(Objects.requireNonNull(published.failure()).kind())
        .isEqualTo(FailureKind.GIT_CONTENT);
    assertThat(published.failure().sentence()).doesNotContainPattern("[\\u0000-\\u001f]");
    assertThat(repository.git("rev-parse", BRANCH)).isEqualTo(tip);
  }

  @ParameterizedTest(name = "a month with {0}")
  @CsvSource({
    "nothing,              ''",
    "no final line break,  '{\"id\":\"a\"}'",
    "rubbish,              '\u0000\u00ff\u0080\n\n\u00c3('",
    "half a record,        '{\"id\":\"a'",
    "two equal ids,        '{\"id\":\"a\"}\n{\"id\":\"a\"}\n'",
    "an id like ours,      '{\"id\":\"mine-not\"}\n'",
    "windows line breaks,  '{\"id\":\"a\"}\r\n'",
  })
  void keepsEveryByteOfAMonth(String what, String content) throws IOException {
    byte[] before = bytes(content);
    trail(marker(), month(before));
    appends(before);
  }

  private void appends(byte[] before) throws IOException {
    Published published = publish();
    assertThat(published.failure()).isNull();
    byte[] after = stored(MONTH);
    assertThat(Arrays.copyOf(after, before.length)).isEqualTo(before);
    String added =
        new String(after, before.length, after.length - before.length, StandardCharsets.UTF_8);
    boolean open = before.length > 0 && before[before.length - 1] != '\n';
    assertThat(added).isEqualTo((open ? "\n" : "") + "{\"id\":\"mine\",\"from\":1,\"to\":2}\n");
    assertThat(publish().commit()).as("a second time").isNull();
  }

  @Test
  void keepsAnyBytesAtAll() throws IOException {
    Random random = new Random(11);
    for (int round = 0; round < 25; round++) {
      byte[] before = new byte[random.nextInt(3000)];
      random.nextBytes(before);
      trail(marker(), month(before));
      appends(before);
    }
  }

  @Test
  void keepsAHugeLine() throws IOException {
    ByteArrayOutputStream huge = new ByteArrayOutputStream();
    huge.writeBytes(bytes("{\"id\":\"a\",\"text\":\""));
    huge.writeBytes(new ByteArrayInputStream(bytes("\\\"x".repeat(2_000_000))).readAllBytes());
    huge.writeBytes(bytes("\"}\n"));
    trail(marker(), month(huge.toByteArray()));

    assertThat(publish().failure()).isNull();

    assertThat(stored(MONTH)).isEqualTo(huge.toByteArray());
    assertThat(text(stored("trail/shop/checkout/2026-03.2.jsonl")))
        .isEqualTo("{\"id\":\"mine\",\"from\":1,\"to\":2}\n");
    assertThat(publish().commit()).as("a second time").isNull();
  }

  @ParameterizedTest(name = "{0} in its root")
  @CsvSource({
    "a submodule,           sub,        160000",
    "a link,                link,       120000",
    "a .git file,           .git,       100644",
    "an executable file,    tool.sh,    100755",
    "a name of dots,        ..,         100644",
    "another case,          TRAIL,      100644",
    "a strange name,        'a\u0001\u00ff', 100644",
  })
  void keepsEntriesOfOthers(String what, String name, String mode) throws IOException {
    trail(marker(), new Entry(name, FileMode.fromBits(Integer.parseInt(mode, 8)), "theirs"));
    String theirs = entry(name);
    assertThat(publish().failure()).isNull();
    assertThat(entry(name)).isEqualTo(theirs).startsWith(mode);
    assertThat(stored(MONTH)).isEqualTo(bytes("{\"id\":\"mine\",\"from\":1,\"to\":2}\n"));
  }

  /** Mode and id of an entry of the root, read without anybody's opinion of its name. */
  private String entry(String name) throws IOException {
    try (Repository bare =
            new FileRepositoryBuilder().setGitDir(repository.path().toFile()).build();
        var walk = new org.eclipse.jgit.treewalk.TreeWalk(bare)) {
      walk.addTree(Objects.requireNonNull(bare.resolve(BRANCH + "^{tree}")));
      while (walk.next()) {
        if (Arrays.equals(walk.getRawPath(), bytes(name))) {
          return walk.getFileMode(0) + " " + walk.getObjectId(0).name();
        }
      }
      return "none";
    }
  }

  @ParameterizedTest(name = "{0} where a folder of ours should be")
  @CsvSource({
    "a file,      100644",
    "a link,      120000",
    "a submodule, 160000",
  })
  void doesNotOverwriteWhatIsInTheWay(String what, String mode) throws IOException {
    trail(marker(), new Entry("trail", FileMode.fromBits(Integer.parseInt(mode, 8)), "x"));
    String theirs = entry("trail");
    Published published = publish();
    assertThat(published.confirmed()).isEmpty();
    assertThat(published.failure())
        .hasMessageContaining("trail is in the way")
        .hasMessageContaining("Take it off the branch");
    assertThat(entry("trail")).isEqualTo(theirs);
  }

  @Test
  void isNotATrailWhereTheMarkerIsAFolder() throws IOException {
    trail(new Entry(".gitscaler", FileMode.TREE, ""));
    assertThat(publish().failure()).hasMessageContaining("is not a trail");
  }
}
