package io.gitscaler.decision;

import static io.gitscaler.decision.Readings.NOW;
import static io.gitscaler.decision.Readings.cpu;
import static org.assertj.core.api.Assertions.assertThat;

import io.gitscaler.history.ScalingHistory;
import io.gitscaler.history.ScalingHistory.Change;
import io.gitscaler.history.ScalingHistory.Recommended;
import io.gitscaler.policy.ScalingBehavior.SelectPolicy;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a pass leaves behind. */
class RecentHistoryTest {
  @Test
  void recordsTheRawRecommendationAndTheScalingThatWasApplied() {
    Scene scene = Scene.of(cpu(50)).behavior(Behaviors.defaults()).replicas(4);
    scene.history(Histories.recent().build());
    assertThat(scene.pass(NOW, 30).to()).isEqualTo(8);
    assertThat(scene.history().recommendations()).containsExactly(new Recommended(NOW, 30));
    assertThat(scene.history().changes()).containsExactly(new Change(NOW, 4));
    assertThat(scene.history().lastSeen()).isEqualTo(NOW);
    assertThat(scene.history().fingerprint()).isEqualTo("fingerprint");
  }

  @Test
  void recordsNoScalingThatWasNotApplied() {
    Scene scene = Scene.of(cpu(50)).behavior(Behaviors.defaults()).replicas(4);
    scene.history(Histories.recent().build());
    scene.settle(NOW, scene.limit(NOW, 30), false);
    assertThat(scene.history().changes()).isEmpty();
    assertThat(scene.history().recommendations()).hasSize(1);
  }

  @Test
  void recordsNoScalingWithoutBehavior() {
    Scene scene = Scene.of(cpu(50)).replicas(4).history(Histories.recent().build());
    scene.pass(NOW, 30);
    assertThat(scene.history().changes()).isEmpty();
  }

  @Test
  void recordsTheScalingOfAClamp() {
    Scene scene = Scene.of(cpu(50)).bounds(1, 5).behavior(Behaviors.defaults()).replicas(20);
    scene.history(Histories.recent().build());
    assertThat(scene.pass(NOW, 3).to()).isEqualTo(5);
    assertThat(scene.history().changes()).containsExactly(new Change(NOW, -15));
    assertThat(scene.history().recommendations()).isEmpty();
  }

  @Test
  void dropsWhatIsPastEveryWindowButForTheTwoPassesThatTellTheRhythm() {
    Scene scene = Scene.of(cpu(50)).replicas(4);
    scene.history(
        Histories.recent()
            .asked(9, 400)
            .asked(8, 302)
            .asked(7, 301)
            .asked(6, 300)
            .asked(5, 15)
            .build());
    scene.pass(NOW, 4);
    assertThat(scene.history().recommendations())
        .extracting(Recommended::replicas)
        .containsExactly(8, 7, 6, 5, 4);
  }

  @Test
  void keepsNothingWithoutAWindow() {
    Scene scene = Scene.byPrograms().replicas(4);
    scene.pass(NOW, 5);
    assertThat(scene.history().recommendations()).isEmpty();
  }

  @Test
  void remembersTheCurrentCountWhereWindowsStartAnew() {
    Scene scene = Scene.of(cpu(50)).bounds(1, 5).replicas(20);
    scene.pass(NOW, 3);
    assertThat(scene.history().recommendations()).containsExactly(new Recommended(NOW, 20));
  }

  /** The reference would have overwritten one of the removals and allow 19. */
  @Test
  void losesNoChangeThatTheOtherDirectionStillLooksAt() {
    Scene scene =
        Scene.byPrograms()
            .bounds(1, 100)
            .behavior(
                Behaviors.of(
                    Behaviors.up(0, SelectPolicy.MAX, List.of(Behaviors.pods(4, 600))),
                    Behaviors.down(0, SelectPolicy.MAX, List.of(Behaviors.pods(4, 15)))))
            .replicas(10)
            .history(Histories.recent().changed(-5, 100).changed(-2, 50).build());
    assertThat(scene.limit(NOW, 50).to()).isEqualTo(21);
    scene.pass(NOW, 9);
    assertThat(scene.history().changes()).extracting(Change::by).containsExactly(-5, -2, -1);
    assertThat(scene.limit(NOW, 50).to()).isEqualTo(21);
  }

  @Test
  void dropsChangesPastTheLongestPeriodOfEitherDirection() {
    Scene scene =
        Scene.byPrograms().behavior(Behaviors.growth(SelectPolicy.MAX, Behaviors.pods(4, 60)));
    scene.replicas(4).history(Histories.recent().changed(1, 60).changed(2, 59).build());
    scene.pass(NOW, 4);
    assertThat(scene.history().changes()).extracting(Change::by).containsExactly(2);
  }

  @Test
  void leavesAloneWhatIsNotItsOwn() {
    ScalingHistory.FailureStreak streak =
        new ScalingHistory.FailureStreak(NOW, 3, "ProgramFailed", "it failed");
    ScalingHistory.BeyondMax beyond = new ScalingHistory.BeyondMax(NOW, true);
    ScalingHistory before =
        new ScalingHistory(
            List.of(), List.of(), false, NOW, "", streak, true, beyond, null, null, Map.of("a", 1));
    Scene scene = Scene.byPrograms().history(before);
    scene.pass(NOW, 4);
    assertThat(scene.history().failure()).isEqualTo(streak);
    assertThat(scene.history().paused()).isTrue();
    assertThat(scene.history().beyondMax()).isEqualTo(beyond);
    assertThat(scene.history().counters()).isEqualTo(Map.of("a", 1));
  }
}
