package io.gitscaler.git;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gitscaler.failure.FailureKind;
import io.gitscaler.failure.OutsideFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.TreeFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Trees that no tool would let anybody commit, and what is written of them. */
class CheckoutTest {
  private static final FileMode FILE = FileMode.REGULAR_FILE;

  @TempDir Path folder;

  /** One entry of a tree; a folder holds one file named {@code in}. Names are bytes, spelt as Latin-1. */
  private record Entry(String name, FileMode mode, String text) {
    ObjectId store(ObjectInserter inserter) throws IOException {
      if (mode.equals(FileMode.GITLINK)) {
        return ObjectId.fromString("1".repeat(40));
      }
      ObjectId blob = inserter.insert(Constants.OBJ_BLOB, text.getBytes(ISO_8859_1));
      if (!mode.equals(FileMode.TREE)) {
        return blob;
      }
      TreeFormatter inner = new TreeFormatter();
      inner.append("in", FILE, blob);
      return inserter.insert(inner);
    }
  }

  private static Entry file(String name) {
    return new Entry(name, FILE, "text");
  }

  private static Entry entry(String name, FileMode mode, String text) {
    return new Entry(name, mode, text);
  }

  private Path target() {
    return folder.resolve("checkout");
  }

  private void write(Entry... entries) throws IOException {
    try (ScratchFolder scratch = ScratchFolder.below(folder, "objects-");
        Repository local = scratch.repository("local.git");
        ObjectInserter inserter = local.newObjectInserter();
        ObjectReader reader = local.newObjectReader()) {
      TreeFormatter root = new TreeFormatter();
      for (Entry entry : entries) {
        root.append(entry.name().getBytes(ISO_8859_1), entry.mode(), entry.store(inserter));
      }
      ObjectId tree = inserter.insert(root);
      inserter.flush();
      new Checkout(reader, "there").write(tree, target());
    }
  }

  private OutsideFailure refusal(Entry... entries) {
    OutsideFailure failure =
        Objects.requireNonNull(catchThrowableOfType(OutsideFailure.class, () -> write(entries)));
    assertThat(failure.kind()).isEqualTo(FailureKind.GIT_CONTENT);
    assertThat(failure).hasMessageStartingWith("there: the commit holds ");
    assertThat(failure.sentence()).doesNotContainPattern("[\\u0000-\\u001f]");
    return failure;
  }

  @ParameterizedTest
  @ValueSource(strings = {".git", ".GIT", ".gIt", ".", "..", "../out", "/out", "a/b"})
  void refusesANameThatLeadsElsewhere(String name) throws IOException {
    for (FileMode mode : List.of(FILE, FileMode.SYMLINK, FileMode.TREE, FileMode.GITLINK)) {
      assertThat(refusal(entry(name, mode, "/etc")))
          .hasMessageEndingWith("which no checkout may write. Take it out of the repository.");
      assertThat(folder.resolve("out")).doesNotExist();
      assertThat(target()).isEmptyDirectory();
      Files.delete(target());
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "a space,           ' a b '",
    "a line break,      'a\nb'",
    "a backslash,       'a\\b'",
    "a control,         'a\u0001'",
    "a dash,            '-rf'",
    "a wildcard,        '*'",
    "almost .git,       '.git '",
    "git's settings,    .gitattributes",
    "the longest name,  LONGEST",
  })
  void writesWhatIsOnlyStrange(String what, String name) throws IOException {
    String spelt = name.equals("LONGEST") ? "a".repeat(255) : name;
    write(file(spelt));
    assertThat(target().resolve(spelt)).hasContent("text");
  }

  @Test
  void writesNamesThatDifferInCaseOnly() throws IOException {
    write(file("A"), entry("a", FileMode.TREE, "inner"));
    assertThat(target().resolve("A")).hasContent("text");
    assertThat(target().resolve("a/in")).hasContent("inner");
  }

  @Test
  void leavesSubmodulesOut() throws IOException {
    write(file("a"), entry("sub", FileMode.GITLINK, ""));
    try (var written = Files.list(target())) {
      assertThat(written).containsExactly(target().resolve("a"));
    }
  }

  @Test
  void followsNoLinkThatStandsWhereAFolderComes() throws IOException {
    Path elsewhere = folder.resolve("elsewhere");
    Files.createDirectory(elsewhere);
    Entry link = entry("a", FileMode.SYMLINK, elsewhere.toString());
    for (Entry second : List.of(entry("a", FileMode.TREE, "x"), entry("a", FILE, "x"), link)) {
      assertThat(refusal(link, second)).hasMessageContaining("the path \"a\"");
      assertThat(elsewhere).isEmptyDirectory();
      Files.delete(target().resolve("a"));
    }
  }

  @Test
  void refusesNamesAndLinksThatNoDiskTakes() {
    assertThat(refusal(file("b".repeat(256)))).hasMessageContaining("the path \"bbb");
    assertThat(refusal(entry("empty", FileMode.SYMLINK, "")))
        .hasMessageContaining("the path \"empty\"");
    assertThat(refusal(entry("long", FileMode.SYMLINK, "c".repeat(4096))))
        .hasMessageContaining("the path \"long\"");
    assertThat(refusal(entry("zero", FileMode.SYMLINK, "a\u0000b")))
        .hasMessageContaining("which no checkout may write");
  }
}
