package io.gitscaler.policyfile;

import static org.assertj.core.api.Assertions.assertThat;

import io.gitscaler.policy.LoadedPolicies;
import io.gitscaler.policy.PolicyProblem;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PolicyMistakesTest {
  private static final String FILE = "policy.yaml";
  @TempDir private Path folder;

  private static Stream<Mistake> mistakes() {
    return Mistake.all();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("mistakes")
  void namesPlaceFaultAndRemedy(Mistake mistake) {
    LoadedPolicies loaded = PolicyTexts.read(folder, FILE, mistake.text());

    assertThat(loaded.problems())
        .extracting(PolicyProblem::toString)
        .containsExactlyElementsOf(mistake.problems().stream().map(it -> FILE + ":" + it).toList());
    assertThat(loaded.policies()).isEmpty();
  }

  @Test
  void showsNoValueThatMayBeSecret() {
    assertThat(Mistake.all().filter(mistake -> mistake.text().contains("hunter2")))
        .hasSizeGreaterThanOrEqualTo(3)
        .allSatisfy(mistake -> assertThat(mistake.problems().toString()).doesNotContain("hunter2"));
  }

  @Test
  void tellsWhichPolicyAProblemStops() {
    LoadedPolicies loaded =
        PolicyTexts.read(
            folder,
            FILE,
            PolicyTexts.edit(PolicyTexts.METRICS, "maxReplicas: 20", "maxReplicas: 0"));

    assertThat(loaded.problems())
        .extracting(problem -> String.valueOf(problem.policy()))
        .containsExactly("shop/checkout");
  }

  @Test
  void countsProblemsPastALimit() {
    StringBuilder fields = new StringBuilder();
    for (int i = 0; i < 200; i++) {
      fields.append("  unknown-field-").append(i).append(": 1\n");
    }
    LoadedPolicies loaded =
        PolicyTexts.read(folder, FILE, PolicyTexts.with(PolicyTexts.METRICS, fields.toString()));

    assertThat(loaded.problems()).hasSize(51);
    assertThat(loaded.problems().getLast().message())
        .isEqualTo("The document has more problems. Correct the others first.");
  }
}
