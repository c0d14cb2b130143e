package io.gitscaler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gitscaler.audit.PolicyResult;
import io.gitscaler.audit.Step;
import io.gitscaler.audit.Stop;
import io.gitscaler.cli.usecase.DecisionStory;
import io.gitscaler.cli.usecase.DecisionStory.Asked;
import io.gitscaler.cli.usecase.DecisionStory.Limit;
import io.gitscaler.cli.usecase.DecisionStory.Source;
import io.gitscaler.cli.usecase.DecisionStory.Verdict;
import io.gitscaler.cli.usecase.Explanation;
import io.gitscaler.decision.ReasonCode;
import io.gitscaler.history.ScalingHistory;
import io.gitscaler.policy.PolicyId;
import io.gitscaler.policy.ScalingPolicy;
import io.gitscaler.program.ProgramRun;
import io.gitscaler.program.ProgramStep;
import io.gitscaler.program.Verbatim;
import io.gitscaler.testing.FakeUseCases;
import io.gitscaler.testing.Policies;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What programs printed, and what stands in a record that anybody may have written, does nothing to the terminal of the one who reads
 * it. The text stands here in every place in which it could come, also where it is made harmless before it gets there.
 */
class HostileOutputTest {
  /** Clears a screen, sets a title, rings, goes back, runs backwards, ends a line of its own; in 7 bits and in 8. */
  private static final String HOSTILE =
      "\u001b[2J\u001b]0;title\u0007\u009b31m\b\b\r\u0000\u007f\u202egnorw\u2066\u2028\u2029\u0085\ud800"
          + "\nOutcome scaled 1 -> 9\nend";

  private static final String REPO = "--policies-repo=https://git.example.org/policies";
  private final FakeUseCases useCases = new FakeUseCases();

  private static PolicyResult result(String text) {
    ScalingPolicy policy = Policies.byPrograms("shop/search").build();
    return PolicyResult.begin(policy, Reports.AT, ScalingHistory.NONE)
        .plus(
            List.of(
                new ProgramRun(
                    ProgramStep.METRIC,
                    text,
                    text,
                    text,
                    new Verbatim(text),
                    text,
                    3,
                    Duration.ofMillis(42),
                    null,
                    text)))
        .with(new Stop(Step.MEASURE, ReasonCode.ProgramFailed, text));
  }

  private static Explanation explanation(String text) {
    DecisionStory story =
        new DecisionStory(
            Reports.AT,
            List.of(text),
            new Asked(6, text, text),
            List.of(new Limit(text, 6, 5, text), new Limit("", null, null, text)),
            new Verdict(3, 5, text, text, text),
            new Source(text, text, text, text, text));
    return new Explanation(PolicyId.parse("shop/search"), story, story, List.of(text));
  }

  private String shown(Object answer, String... arguments) {
    var ended = new CommandLineRun(useCases.answer(answer)).of(arguments);
    assertThat(ended.out() + ended.err()).contains("search", "gnorw");
    return ended.out() + ended.err();
  }

  private List<String> everythingShown(String format) {
    String output = "--output=" + format;
    return List.of(
        shown(Reports.of(result(HOSTILE)), "run", REPO, output),
        shown(Reports.of(result(HOSTILE)), "plan", REPO, output),
        shown(result(HOSTILE), "try", "shop/search", REPO, output),
        shown(explanation(HOSTILE), "explain", "shop/search", output));
  }

  @ParameterizedTest
  @ValueSource(strings = {"text", "json", "yaml"})
  void nothingThatATerminalObeysIsShown(String format) {
    for (String shown : everythingShown(format)) {
      assertThat(shown.codePoints().filter(c -> c != '\n'))
          .as(shown)
          .noneMatch(Character::isISOControl);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"text", "json"})
  void nothingThatIsNotSeenOrRunsBackwardsIsShown(String format) {
    for (String shown : everythingShown(format)) {
      assertThat(shown).doesNotContainPattern("[\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");
    }
  }

  @Test
  void noProgramWritesALineThatCouldBeOurs() {
    for (String shown : everythingShown("text")) {
      assertThat(shown.lines()).noneMatch(line -> line.startsWith("Outcome scaled"));
    }
  }

  @Test
  void aFloodOfLinesStaysInItsPlace() {
    String flood = "gnorw\n".repeat((1 << 20) / 6); // As much as a program may print.

    assertThat(shown(Reports.of(result(flood)), "run", REPO).lines().count()).isLessThan(50);
    assertThat(shown(explanation(flood), "explain", "shop/search").lines().count()).isLessThan(100);
  }

  @Test
  void aTrialShowsTheWholeExchangeEachLineBehindItsLabel() {
    String lines = "gnorw\n".repeat(1_000);

    assertThat(shown(result(lines), "try", "shop/search", REPO).lines())
        .filteredOn(line -> line.endsWith("gnorw"))
        .hasSize(4_000)
        .allMatch(line -> line.matches(" {2}(given |answer|stderr|failed| {6}) {2}gnorw"));
  }
}
