package io.gitscaler.policyfile;

import static io.gitscaler.policyfile.PolicyTexts.METRICS;
import static io.gitscaler.policyfile.PolicyTexts.PROGRAMS;
import static io.gitscaler.policyfile.PolicyTexts.edit;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FingerprintTest {
  @TempDir private Path folder;
  private String before = "";

  private String fingerprint(String text) {
    return PolicyTexts.read(folder, "policy.yaml", text).policies().getFirst().fingerprint();
  }

  @BeforeEach
  void readFirst() {
    before = fingerprint(METRICS);
  }

  @Test
  void hasSixteenHexadecimalDigits() {
    assertThat(before).matches("[0-9a-f]{16}");
  }

  @Test
  void keepsStillForCommentsQuotesOrderAndOtherDocuments() {
    String reordered =
        edit(
            METRICS,
            "  name: checkout\n  namespace: shop",
            "  namespace: \"shop\"\n  name: checkout # ours");

    assertThat(fingerprint("a: b\n---\n\n# a comment\n" + reordered)).isEqualTo(before);
  }

  @Test
  void changesWithTheDocument() {
    assertThat(fingerprint(edit(METRICS, "maxReplicas: 20", "maxReplicas: 21")))
        .isNotEqualTo(before);
  }

  @Test
  void changesWithTheFile() {
    LoadedFrom moved = new LoadedFrom(folder.resolve("moved"));

    assertThat(moved.fingerprint("other.yaml", METRICS)).isNotEqualTo(before);
  }

  @Test
  void changesWithTheProgramsThatItNames() {
    PolicyTexts.write(folder, "metric.py", "print(1)");
    PolicyTexts.write(folder, "unrelated.py", "print(1)");
    String first = fingerprint(PROGRAMS);
    PolicyTexts.write(folder, "unrelated.py", "print(2)");
    assertThat(fingerprint(PROGRAMS)).isEqualTo(first);

    PolicyTexts.write(folder, "metric.py", "print(2)");
    assertThat(fingerprint(PROGRAMS)).isNotEqualTo(first);
  }

  private record LoadedFrom(Path folder) {
    String fingerprint(String file, String text) {
      return PolicyTexts.read(folder, file, text).policies().getFirst().fingerprint();
    }
  }
}
