package io.gitscaler.policyfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gitscaler.failure.FailureKind;
import io.gitscaler.failure.OutsideFailure;
import io.gitscaler.policy.LoadedPolicies;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderPolicySourceTest {
  @Test
  void readsEveryPolicyOfAFolder() {
    LoadedPolicies loaded =
        new FolderPolicySource(Path.of("src/test/resources/policyfile/valid")).load();

    assertThat(loaded.problems()).isEmpty();
    assertThat(loaded.policies()).hasSizeGreaterThanOrEqualTo(2);
    assertThat(loaded.revision().source()).isEqualTo("src/test/resources/policyfile/valid");
    assertThat(loaded.revision().commit()).isNull();
  }

  @Test
  void saysWhatToDoWhereTheFolderIsMissing(@TempDir Path folder) {
    Path missing = folder.resolve("policies");

    assertThatThrownBy(() -> new FolderPolicySource(missing).load())
        .isInstanceOfSatisfying(
            OutsideFailure.class,
            failure -> assertThat(failure.kind()).isEqualTo(FailureKind.NOT_FOUND))
        .hasMessage(
            missing
                + ": there is no such folder. Name the folder of your policies with --policies-dir.");
  }
}
