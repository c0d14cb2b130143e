package io.gitscaler.policyfile;

import static io.gitscaler.policyfile.PolicyTexts.METRICS;
import static io.gitscaler.policyfile.PolicyTexts.PROGRAMS;
import static io.gitscaler.policyfile.PolicyTexts.edit;
import static io.gitscaler.policyfile.PolicyTexts.read;
import static io.gitscaler.policyfile.PolicyTexts.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gitscaler.failure.OutsideFailure;
import io.gitscaler.policy.LoadedPolicies;
import io.gitscaler.policy.PolicyProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyFileReaderTest {
  @TempDir private Path folder;

  private static List<String> ids(LoadedPolicies loaded) {
    return loaded.policies().stream().map(policy -> policy.id().toString()).toList();
  }

  private static List<String> problems(LoadedPolicies loaded) {
    return loaded.problems().stream().map(PolicyProblem::toString).toList();
  }

  private static String named(String name) {
    return edit(METRICS, "name: checkout", "name: " + name);
  }

  @Test
  void readsFilesOfAllFoldersInOrder() {
    write(folder, "shop/b.yml", named("b"));
    write(folder, "shop/deep/a.yaml", named("a"));
    write(folder, "c.yaml", named("c"));
    write(folder, "shop/notes.txt", "not: [yaml");
    write(folder, ".git/d.yaml", named("d"));
    write(folder, "..2026_11_22/e.yaml", named("e"));
    LoadedPolicies loaded = read(folder);

    assertThat(problems(loaded)).isEmpty();
    assertThat(ids(loaded)).containsExactly("shop/a", "shop/b", "shop/c");
    assertThat(loaded.policies())
        .extracting(policy -> policy.origin().file())
        .containsExactly("shop/deep/a.yaml", "shop/b.yml", "c.yaml");
    assertThat(loaded.policies().getFirst().origin().folder())
        .isAbsolute()
        .isEqualTo(folder.toAbsolutePath().resolve("shop/deep"));
  }

  @Test
  void skipsOtherDocumentsByName() {
    write(
        folder,
        "kustomization.yaml",
        "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n");
    write(folder, "data.yaml", "- 1\n---\n# nothing\n---\na: b\n");
    LoadedPolicies loaded = read(folder);

    assertThat(problems(loaded)).isEmpty();
    assertThat(loaded.skipped())
        .containsExactly(
            "data.yaml:1 is not a Kubernetes document; it is skipped.",
            "data.yaml:5 names no kind; it is skipped.",
            "kustomization.yaml:1 is a Kustomization of kustomize.config.k8s.io/v1beta1; it is"
                + " skipped.");
  }

  @Test
  void stopsOnlyTheWrongDocumentOfAFile() {
    LoadedPolicies loaded =
        read(
            folder,
            "all.yaml",
            named("a")
                + "---\n"
                + edit(named("b"), "minReplicas: 2", "minReplicas: x")
                + "---\n"
                + named("c"));

    assertThat(ids(loaded)).containsExactly("shop/a", "shop/c");
    assertThat(loaded.policies().getLast().origin().line()).isEqualTo(31);
    assertThat(problems(loaded))
        .containsExactly(
            "all.yaml:23:16 spec.minReplicas: \"x\" is not a whole number. Write a whole number of"
                + " 0 or more.");
  }

  @Test
  void stopsAWholeFileThatIsNoYamlAndTellsWhichPolicies() {
    write(folder, "good.yaml", named("good"));
    LoadedPolicies loaded =
        read(
            folder,
            "bad.yaml",
            named("a") + "---\n" + edit(named("b"), "minReplicas: 2", "min: [2"));

    assertThat(ids(loaded)).containsExactly("shop/good");
    assertThat(problems(loaded))
        .containsExactly(
            "bad.yaml:1:1: The file cannot be read to its end: see line 24.",
            "bad.yaml:24:14: The file is not valid YAML: expected ',' or ']', but got :. Nothing of"
                + " this file is used until it is corrected.");
    assertThat(loaded.problems())
        .extracting(problem -> String.valueOf(problem.policy()))
        .containsExactly("shop/a", "shop/b");
  }

  @Test
  void stopsBothPoliciesOfOneIdentity() {
    write(folder, "a.yaml", METRICS);
    write(folder, "b.yaml", "# copied\n" + METRICS);
    write(folder, "c.yaml", named("c"));
    LoadedPolicies loaded = read(folder);

    assertThat(ids(loaded)).containsExactly("shop/c");
    assertThat(problems(loaded))
        .containsExactly(
            "a.yaml:4:9 metadata.name: The policy shop/checkout is also written at b.yaml:2. Keep"
                + " one of them.",
            "b.yaml:5:9 metadata.name: The policy shop/checkout is also written at a.yaml:1. Keep"
                + " one of them.");
  }

  @Test
  void stopsAPolicyWhoseWrongTwinClaimsItsIdentity() {
    write(folder, "a.yaml", METRICS);
    write(folder, "b.yaml", edit(METRICS, "maxReplicas: 20", "maxReplicas: x"));

    assertThat(ids(read(folder))).isEmpty();
  }

  @Test
  void stopsBothPoliciesOfOneTargetWhateverVersionTheyName() {
    write(folder, "a.yaml", METRICS);
    write(
        folder,
        "b.yaml",
        edit(edit(METRICS, "  name: checkout\n", "  name: other\n"), "apps/v1", "apps/v1beta1"));
    LoadedPolicies loaded = read(folder);

    assertThat(ids(loaded)).isEmpty();
    assertThat(problems(loaded))
        .containsExactly(
            "a.yaml:7:19 spec.scaleTargetRef: Deployment/checkout is also the target of shop/other at"
                + " b.yaml:1. Keep one policy for each target.",
            "b.yaml:7:19 spec.scaleTargetRef: Deployment/checkout is also the target of shop/checkout"
                + " at a.yaml:1. Keep one policy for each target.");
  }

  @Test
  void allowsOneTargetNameInTwoNamespacesGroupsAndKinds() {
    write(folder, "a.yaml", METRICS);
    write(folder, "b.yaml", edit(METRICS, "namespace: shop", "namespace: other"));
    write(
        folder,
        "c.yaml",
        edit(edit(METRICS, "  name: checkout\n", "  name: c\n"), "Deployment", "StatefulSet"));
    write(
        folder,
        "d.yaml",
        edit(edit(METRICS, "  name: checkout\n", "  name: d\n"), "apps/v1", "example.com/v1"));

    assertThat(problems(read(folder))).isEmpty();
  }

  /** Which policies a link out of the checkout stops: those with programs that run above it, or that name it. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # link               | what the policy shop/queue.yaml runs | stops it
          shop/out             | metric.py                            | true
          shop/lib/deep/out    | metric.py                            | true
          shop/..hidden/out    | metric.py                            | true
          shop/nowhere         | metric.py                            | true
          out                  | metric.py                            | false
          other/out            | metric.py                            | false
          shopping/out         | metric.py                            | false
          other/out            | ../other/out                         | true
          other/nowhere        | ../other/nowhere                     | true
          other/folder         | ../other/folder/secret.py            | true
          """)
  void aLinkOutOfTheCheckoutStopsThePoliciesThatReachIt(
      String link, String program, boolean stops, @TempDir Path elsewhere) throws IOException {
    write(elsewhere, "secret.py", "");
    write(folder, "shop/queue.yaml", edit(PROGRAMS, "[metric.py]", "[" + program + "]"));
    write(folder, "shop/metrics.yaml", named("a"));
    write(folder, "b.yaml", named("b"));
    Path target =
        switch (Path.of(link).getFileName().toString()) {
          case "nowhere" -> Path.of("../../../not/there");
          case "folder" -> elsewhere;
          default -> elsewhere.resolve("secret.py");
        };
    Files.createDirectories(folder.resolve(link).getParent());
    Files.createSymbolicLink(folder.resolve(link), target);
    LoadedPolicies loaded = read(folder);

    assertThat(ids(loaded).contains("shop/queue")).isNotEqualTo(stops);
    assertThat(ids(loaded)).contains("shop/a", "shop/b");
    assertThat(problems(loaded))
        .contains(link + ":1:1: The link leads out of the checkout. Put the file here instead.")
        .hasSize(stops ? 2 : 1);
  }

  @Test
  void saysWhyALinkStopsAPolicy() throws IOException {
    write(folder, "shop/queue.yaml", PROGRAMS);
    Files.createSymbolicLink(folder.resolve("shop/out.py"), Path.of("/etc/passwd"));

    assertThat(problems(read(folder)))
        .contains(
            "shop/queue.yaml:1:1: The link shop/out.py leads out of the checkout, and this policy's programs"
                + " could follow it. Put the file there instead.");
  }

  @Test
  void aLinkLeadsOutThroughALinkThatDoesNot() throws IOException {
    write(folder, "a/b/readme.txt", "");
    Files.createSymbolicLink(folder.resolve("a/b/top"), Path.of("../.."));
    Files.createSymbolicLink(folder.resolve("a/out"), Path.of("b/top/../not-there"));
    Files.createSymbolicLink(folder.resolve("a/in"), Path.of("b/top/not-there"));

    assertThat(read(folder).problems()).extracting(PolicyProblem::file).containsExactly("a/out");
  }

  @Test
  void refusesLinksInThePlacesOfPolicies(@TempDir Path elsewhere) throws IOException {
    write(elsewhere, "policy.yaml", METRICS);
    Files.createSymbolicLink(folder.resolve("a.yaml"), elsewhere.resolve("policy.yaml"));
    Files.createSymbolicLink(folder.resolve("b"), elsewhere);
    LoadedPolicies loaded = read(folder);

    assertThat(ids(loaded)).isEmpty();
    assertThat(loaded.problems()).extracting(PolicyProblem::file).containsExactly("a.yaml", "b");
  }

  @Test
  void takesLinksThatLeadElsewhereOutOfItsOwnCheckout(@TempDir Path elsewhere) throws IOException {
    write(elsewhere, "secret.py", "");
    write(folder, "lib/common.py", "");
    write(folder, "..hidden/readme.txt", "");
    write(folder, "shop/a.yaml", METRICS);
    Files.createSymbolicLink(folder.resolve("lib/out"), elsewhere.resolve("secret.py"));
    Files.createSymbolicLink(folder.resolve("..hidden/out"), elsewhere);
    Files.createSymbolicLink(folder.resolve("shop/common.py"), Path.of("../lib/common.py"));
    LoadedPolicies loaded = new CheckoutPolicies().read(folder, folder, PolicyTexts.REVISION);

    assertThat(ids(loaded)).containsExactly("shop/checkout");
    assertThat(loaded.problems())
        .extracting(PolicyProblem::file)
        .containsExactly("..hidden/out", "lib/out");
    assertThat(folder.resolve("lib/out")).doesNotExist();
    assertThat(folder.resolve("..hidden/out")).doesNotExist();
    assertThat(folder.resolve("shop/common.py")).isRegularFile();
    assertThat(elsewhere.resolve("secret.py")).exists();
  }

  @ParameterizedTest
  @CsvSource({"., ''", "teams/shop, 'folder teams/shop of '"})
  void namesTheFolderAndCommitThatHoldNoPolicies(String path, String named) throws IOException {
    Path policies = Files.createDirectories(folder.resolve(path)).normalize();

    assertThat(new CheckoutPolicies().read(policies, folder, PolicyTexts.REVISION).notices())
        .containsExactly(
            "there are no policies in "
                + named
                + "commit "
                + PolicyTexts.REVISION.shortName()
                + " in "
                + PolicyTexts.REVISION.source()
                + ": no file there has a name that ends with .yaml or .yml. Commit the first one, or correct"
                + " --policies-path and --policies-ref.");
  }

  @Test
  @Timeout(60)
  void nothingIsReadFromAPipe() throws Exception {
    write(folder, "web.yaml", METRICS);
    Path pipe = folder.resolve("pipe.yaml");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();

    LoadedPolicies loaded = read(folder);

    assertThat(problems(loaded)).containsExactly("pipe.yaml:1:1: This is no file. Remove it.");
    assertThat(ids(loaded)).containsExactly("shop/checkout");
  }

  @Test
  void followsLinksToFilesInsideTheCheckout() throws IOException {
    write(folder, "shared/policy.yaml", METRICS);
    write(folder, "policies/readme.txt", "");
    Files.createSymbolicLink(folder.resolve("policies/a.yaml"), Path.of("../shared/policy.yaml"));
    Files.createSymbolicLink(folder.resolve("policies/folder"), Path.of("../shared"));
    Files.createSymbolicLink(folder.resolve("policies/gone.yaml"), Path.of("../shared/gone.yaml"));
    LoadedPolicies loaded =
        new PolicyFileReader().read(folder.resolve("policies"), folder, PolicyTexts.REVISION);

    assertThat(ids(loaded)).containsExactly("shop/checkout");
    assertThat(problems(loaded))
        .containsExactly(
            "gone.yaml:1:1: The link leads to no file. Remove it or add the file that it names.");
  }

  @Test
  void readsAMountedConfigMapOnce() throws IOException {
    write(folder, "..2026_11_22/policy.yaml", METRICS);
    Files.createSymbolicLink(folder.resolve("..data"), Path.of("..2026_11_22"));
    Files.createSymbolicLink(folder.resolve("policy.yaml"), Path.of("..data/policy.yaml"));

    assertThat(ids(read(folder))).containsExactly("shop/checkout");
    assertThat(problems(read(folder))).isEmpty();
  }

  @Test
  void refusesArgumentsThatLeadOutOfTheCheckout(@TempDir Path elsewhere) throws IOException {
    write(elsewhere, "metric.py", "");
    Path checkout = folder.resolve("checkout");
    write(checkout, "policy.yaml", edit(PROGRAMS, "[metric.py]", "[../metric.py]"));
    write(folder, "metric.py", "");
    LoadedPolicies loaded = read(checkout);

    assertThat(problems(loaded))
        .containsExactly(
            "policy.yaml:10:43 spec.metric.shell.command: \"../metric.py\" leads out of the checkout."
                + " Keep the program's files beside the policy.");
  }

  @Test
  void refusesARootThatLeadsOutOfTheCheckout(@TempDir Path elsewhere) throws IOException {
    Files.createSymbolicLink(folder.resolve("policies"), elsewhere);

    assertThatThrownBy(
            () ->
                new PolicyFileReader()
                    .read(folder.resolve("policies"), folder, PolicyTexts.REVISION))
        .isInstanceOf(OutsideFailure.class)
        .hasMessageContaining("leads out of the checkout. Name a folder of the checkout.");
  }

  @Test
  void readsFilesAndFoldersAsNamedOnACommandLine() {
    write(folder, "one.txt", named("a"));
    write(folder, "more/b.yaml", edit(named("b"), "maxReplicas: 20", "maxReplicas: 0"));
    LoadedPolicies loaded =
        new PolicyFileReader().read(List.of(folder.resolve("one.txt"), folder.resolve("more")));

    assertThat(ids(loaded)).containsExactly("shop/a");
    assertThat(loaded.problems())
        .extracting(PolicyProblem::file)
        .containsExactly(folder + "/more/b.yaml");
  }

  @Test
  void saysWhichNamedPathDoesNotExist() {
    Path missing = folder.resolve("shp");

    assertThatThrownBy(() -> new PolicyFileReader().read(List.of(missing)))
        .isInstanceOf(OutsideFailure.class)
        .hasMessage(missing + ": there is no such file or folder. Check the spelling of the path.");
  }
}
