package io.gitscaler.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.gitscaler.audit.PolicyResult;
import io.gitscaler.cli.usecase.DemoAudience;
import io.gitscaler.cli.usecase.DemoRequest;
import io.gitscaler.decision.ReasonCode;
import io.gitscaler.decision.ScalingDecision;
import io.gitscaler.reconcile.RunReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plays the demonstration once and looks at what it showed. */
class DemoTest {
  @TempDir private static Path root;
  private static final Listener SHOWN = new Listener();

  private static final class Listener implements DemoAudience {
    private final List<String> words = new ArrayList<>();
    private final List<RunReport> reports = new ArrayList<>();

    @Override
    public void scene(String title) {
      words.add(title);
    }

    @Override
    public void says(String text) {
      words.add(text);
    }

    @Override
    public void sees(RunReport report) {
      reports.add(report);
    }
  }

  @BeforeAll
  static void play() {
    new Demo(new Rehearsal(root.resolve("temporary")))
        .play(new DemoRequest(root.resolve("demo")), SHOWN);
  }

  @Test
  void scalesWithTheLoadAndWaitsForTheWindow() {
    assertThat(steps("checkout"))
        .containsExactly(
            "2 -> 2", "2 -> 4", "4 -> 6", "6 -> 8", "8 -> 8", "8 -> 8", "8 -> 8", "8 -> 3",
            "3 -> 3");
    assertThat(reasons("checkout"))
        .contains(ReasonCode.TooManyReplicas, ReasonCode.ScaleDownStabilized);
  }

  @Test
  void scalesByThePrograms() {
    assertThat(steps("mailer"))
        .containsExactly(
            "2 -> 2", "2 -> 5", "5 -> 8", "8 -> 6", "6 -> 3", "3 -> 1", "1 -> 1", "1 -> 1",
            "1 -> 1");
  }

  @Test
  void holdsThePolicyWhoseProgramFails() {
    assertThat(steps("reports"))
        .containsExactly(
            "3 -> 3", "3 -> 3", "held", "held", "held", "held", "3 -> 2", "2 -> 2", "2 -> 2");
  }

  @Test
  void editsAPolicyByACommit() {
    Set<String> commits = new LinkedHashSet<>();
    SHOWN.reports.forEach(report -> commits.add(report.run().revision().commit()));

    assertThat(commits).hasSize(2);
    assertThat(SHOWN.words).anyMatch(text -> text.contains("maxReplicas: 10"));
  }

  @Test
  void hasNothingToComplainAbout() {
    assertThat(SHOWN.reports)
        .hasSize(9)
        .allSatisfy(
            report -> {
              assertThat(report.problems()).isEmpty();
              assertThat(report.notices()).isEmpty();
              assertThat(report.trail().waiting()).isZero();
            });
  }

  @Test
  void showsTheTrailAndWhereItLies() throws IOException {
    String end = String.join("\n", SHOWN.words);

    assertThat(end)
        .contains("shop/checkout 6 -> 8: cpu 80% of 60%", "Policy-Commit: ")
        .contains(root.resolve("demo").toRealPath() + "/audit.git");
    // Quiet runs make no commit.
    assertThat(end.split("Run: ", -1)).hasSizeBetween(7, 9);
  }

  @Test
  void leavesNothingOutsideItsFolder() throws IOException {
    try (Stream<Path> files = Files.list(root.resolve("temporary"))) {
      assertThat(files).isEmpty();
    }
    try (Stream<Path> files = Files.list(root)) {
      assertThat(files).containsExactlyInAnyOrder(root.resolve("temporary"), root.resolve("demo"));
    }
  }

  private static Stream<PolicyResult> resultsOf(String name) {
    return SHOWN.reports.stream()
        .flatMap(report -> report.results().stream())
        .filter(result -> result.policy().id().name().equals(name));
  }

  private static List<String> steps(String name) {
    return resultsOf(name).map(DemoTest::step).toList();
  }

  private static String step(PolicyResult result) {
    ScalingDecision decision = result.decision();
    return decision == null ? "held" : decision.from() + " -> " + decision.to();
  }

  private static List<ReasonCode> reasons(String name) {
    return resultsOf(name)
        .map(PolicyResult::decision)
        .filter(Objects::nonNull)
        .map(ScalingDecision::reason)
        .toList();
  }
}
