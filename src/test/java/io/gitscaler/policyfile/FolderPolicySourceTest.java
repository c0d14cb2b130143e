package io.gitscaler.policyfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gitscaler.failure.FailureKind;
import io.gitscaler.failure.OutsideFailure;
import io.gitscaler.policy.LoadedPolicies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FolderPolicySourceTest {
  @Test
  void readsEveryPolicyOfAFolder() {
    LoadedPolicies loaded =
        new FolderPolicySource(Path.of("src/test/resources/policyfile/valid")).load();

    assertThat(loaded.problems()).isEmpty();
    assertThat(loaded.notices()).isEmpty();
    assertThat(loaded.policies()).hasSizeGreaterThanOrEqualTo(2);
    assertThat(loaded.revision().source()).isEqualTo("src/test/resources/policyfile/valid");
    assertThat(loaded.revision().commit()).isNull();
  }

  @Test
  void saysWhatToDoWhereTheFolderIsMissing(@TempDir Path folder) {
    Path missing = folder.resolve("policies");

    assertThatThrownBy(() -> new FolderPolicySource(missing))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            missing
                + ": there is no such folder. Name the folder of your policies with --policies-dir.");
  }

  @Test
  void aFolderThatIsGoneSinceItWasNamedIsAFailureOutside(@TempDir Path folder) throws IOException {
    Path policies = Files.createDirectory(folder.resolve("policies"));
    FolderPolicySource source = new FolderPolicySource(policies);
    Files.delete(policies);

    assertThatThrownBy(source::load)
        .isInstanceOfSatisfying(
            OutsideFailure.class,
            failure -> assertThat(failure.kind()).isEqualTo(FailureKind.NOT_FOUND));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
                                          | no file there has a name that ends with .yaml or .yml
          notes.txt                       | no file there has a name that ends with .yaml or .yml
          kustomization.yaml              | the only file there holds no ScalerPolicy
          kustomization.yaml deploy/a.yml | none of the 2 files there holds a ScalerPolicy
          """)
  void saysThatAFolderHoldsNoPolicies(String files, String why, @TempDir Path folder) {
    for (String file : files == null ? new String[0] : files.split(" ")) {
      PolicyTexts.write(folder, file, "kind: Other\n");
    }

    assertThat(new FolderPolicySource(folder).load().notices())
        .containsExactly(
            "there are no policies in "
                + folder
                + ": "
                + why
                + ". Put the first one there, or name another folder with --policies-dir.");
  }

  @Test
  void saysNothingWhereWhatIsThereIsWrong(@TempDir Path folder) {
    PolicyTexts.write(folder, "half.yaml", "kind: [\n");

    LoadedPolicies loaded = new FolderPolicySource(folder).load();
    assertThat(loaded.problems()).isNotEmpty();
    assertThat(loaded.notices()).isEmpty();
  }
}
