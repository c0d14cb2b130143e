package io.gitscaler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gitscaler.audit.AuditRecord;
import io.gitscaler.audit.RunFacts;
import io.gitscaler.cli.usecase.DecisionStory;
import io.gitscaler.cli.usecase.DecisionStory.Asked;
import io.gitscaler.cli.usecase.DecisionStory.Limit;
import io.gitscaler.cli.usecase.DecisionStory.Source;
import io.gitscaler.cli.usecase.DecisionStory.Verdict;
import io.gitscaler.history.RecordKind;
import io.gitscaler.history.ScalingHistory;
import io.gitscaler.history.ScalingHistory.FailureStreak;
import io.gitscaler.history.ScalingHistory.LastDecision;
import io.gitscaler.history.ScalingHistory.NotInForce;
import io.gitscaler.policy.PolicyId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class StoriesTest {
  private static final RunFacts RUN = new RunFacts("run-1", "east", Reports.REVISION);
  private static final PolicyId POLICY = PolicyId.parse("shop/checkout");

  @Test
  void tellsARecordOfTheTrailWithEverythingItHolds() {
    AuditRecord record =
        new AuditRecord(
            "r1",
            RecordKind.SCALED_UP,
            RUN,
            Reports.AT,
            POLICY,
            Reports.scaled("shop/checkout", 3, 5),
            "cpu 82% of 60%",
            new TreeMap<>());

    assertThat(Stories.of(record, "trail"))
        .isEqualTo(
            new DecisionStory(
                Reports.AT,
                List.of("cpu 82% of 60%, which asks for 6"),
                new Asked(6, "cpu", "cpu 82% of 60%"),
                List.of(
                    new Limit("ScaleUpLimit", 6, 5, "at most 4 pods in 15 s"),
                    new Limit("DesiredWithinRange", 5, 5, "within 1 to 10")),
                new Verdict(3, 5, "MetricAboveTarget", "cpu 82% of 60%", "applied"),
                new Source(
                    "trail, scaled up",
                    "run-1",
                    "Deployment/checkout",
                    "1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d",
                    "checkout.yaml:1")));
  }

  @Test
  void tellsARecordWithoutAResultByItsSentence() {
    AuditRecord record =
        new AuditRecord(
            "r2", RecordKind.POLICY_GONE, RUN, Reports.AT, POLICY, null, "gone", new TreeMap<>());

    DecisionStory story = Stories.of(record, "trail");

    assertThat(story.verdict()).isEqualTo(new Verdict(null, null, "", "gone", ""));
    assertThat(story.source().kept()).isEqualTo("trail, policy gone");
    assertThat(
            new StoryPrinter(Style.ofOut(CommonOptions.Color.NEVER, noSurroundings())).chain(story))
        .isEqualTo("Reason\n  gone\n");
  }

  @Test
  void tellsWhatStateKeeps() {
    LastDecision last =
        new LastDecision(
            Reports.AT,
            3,
            5,
            "MetricAboveTarget",
            "cpu 82% of 60%",
            "applied",
            List.of("ScaleUpLimit 6>5", "something older"),
            List.of("cpu 82% of 60%"));
    Source source = new Source("state", "", "", "", "");

    assertThat(Stories.of(last, source))
        .isEqualTo(
            new DecisionStory(
                Reports.AT,
                List.of("cpu 82% of 60%"),
                null,
                List.of(
                    new Limit("ScaleUpLimit", 6, 5, ""),
                    new Limit("", null, null, "something older")),
                new Verdict(3, 5, "MetricAboveTarget", "cpu 82% of 60%", "applied"),
                source));
  }

  @Test
  void tellsAFailureThatKeptAPolicyFromAnyDecision() {
    DecisionStory story =
        Stories.of(new FailureStreak(Reports.AT, 3, "TargetNotFound", "there is no such object"));

    assertThat(story.at()).isEqualTo(Reports.AT);
    assertThat(story.verdict())
        .isEqualTo(new Verdict(null, null, "TargetNotFound", "there is no such object", "stopped"));
    assertThat(story.source().kept()).isEqualTo("state, so in 3 passes since then");
  }

  @Test
  void aDecisionStaysTheLastOneWhateverIsWrongBesideIt() {
    ScalingHistory history =
        history(decision(), new FailureStreak(Reports.AT, 3, "FailedGetPodsMetric", "no answer"))
            .with(
                new NotInForce(
                    Reports.AT, "c0ffee", "no number", "b0bb1e", Reports.AT.plusSeconds(60)));

    assertThat(Objects.requireNonNull(Stories.last(history)).verdict())
        .isEqualTo(new Verdict(3, 5, "MetricAboveTarget", "cpu 82% of 60%", "applied"));
    assertThat(Stories.beside(history))
        .containsExactly(
            "The merged version is not in force: commit c0ffee is invalid: no number; commit b0bb1e acts until "
                + Reports.AT.plusSeconds(60)
                + ".",
            "Not all is well since " + Reports.AT + ", FailedGetPodsMetric: no answer");
  }

  @Test
  void aTargetThatIsNotSeenIsNewerThanAnyDecision() {
    ScalingHistory history =
        history(decision(), new FailureStreak(Reports.AT, 3, "TargetNotFound", "no such object"));

    assertThat(Objects.requireNonNull(Stories.last(history)).verdict().reason())
        .isEqualTo("TargetNotFound");
    assertThat(Stories.beside(history)).isEmpty();
  }

  private static LastDecision decision() {
    return new LastDecision(
        Reports.AT, 3, 5, "MetricAboveTarget", "cpu 82% of 60%", "applied", List.of(), List.of());
  }

  private static ScalingHistory history(LastDecision last, FailureStreak failure) {
    return new ScalingHistory(
        List.of(), List.of(), false, Reports.AT, "f", failure, false, null, last, null, Map.of());
  }

  private static Surroundings noSurroundings() {
    return new Surroundings(
        Map.of(), new Stdout(System.out), System.err, Surroundings.Terminal.NONE);
  }
}
