package io.gitscaler.decision;

import static io.gitscaler.decision.Readings.NOW;
import static io.gitscaler.decision.Readings.cpu;
import static io.gitscaler.decision.Readings.each;
import static io.gitscaler.decision.Readings.object;
import static io.gitscaler.decision.Readings.pods;
import static io.gitscaler.decision.Readings.series;
import static io.gitscaler.decision.Readings.value;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Several passes with a clock that moves. */
class TrajectoryTest {
  private static List<Integer> run(Scene scene, int seconds, int... wanted) {
    List<Integer> counts = new ArrayList<>();
    for (int i = 0; i < wanted.length; i++) {
      counts.add(scene.pass(NOW.plusSeconds((long) i * seconds), wanted[i]).to());
    }
    return counts;
  }

  private static int[] times(int times, int wanted) {
    int[] all = new int[times];
    Arrays.fill(all, wanted);
    return all;
  }

  @Test
  void historyCanRaiseTheCountWithoutBehavior() {
    Scene scene = Scene.of(cpu(50)).bounds(1, 20);
    assertThat(run(scene, 15, 10, 2, 2)).containsExactly(4, 8, 10);
  }

  @Test
  void historyOnlyHoldsWithBehavior() {
    Scene scene = Scene.of(cpu(50)).bounds(1, 20).behavior(Behaviors.defaults());
    assertThat(run(scene, 15, 10, 2, 2)).containsExactly(5, 5, 5);
  }

  @Test
  void growsFromOnePodWithTheDefaultBehavior() {
    Scene every15 = Scene.of(cpu(50)).bounds(1, 1000).behavior(Behaviors.defaults());
    assertThat(run(every15, 15, times(6, 500))).containsExactly(5, 10, 20, 40, 80, 160);
    Scene every10 = Scene.of(cpu(50)).bounds(1, 1000).behavior(Behaviors.defaults());
    assertThat(run(every10, 10, times(8, 500))).containsExactly(5, 5, 10, 10, 20, 20, 40, 40);
  }

  @Test
  void growsFromOnePodWithoutBehavior() {
    Scene scene = Scene.of(cpu(50)).bounds(1, 1000);
    assertThat(run(scene, 15, times(8, 500))).containsExactly(4, 8, 16, 32, 64, 128, 256, 500);
  }

  @Test
  void aCronJobEveryMinuteWithAWindowOfAMinuteScalesIn() {
    Scene scene = Scene.of(cpu(50)).window(60).replicas(10).bounds(1, 20);
    List<Integer> counts = new ArrayList<>();
    int[] jitter = {0, 61, 120, 183, 240, 302};
    for (int second : jitter) {
      counts.add(scene.pass(NOW.plusSeconds(second), 3).to());
    }
    assertThat(counts).startsWith(10, 10).endsWith(3, 3);
  }

  /** kuard: requests of the Service, target 4, from 3 to 10. */
  @Test
  void kuardGrowsToItsMaximumAndReturnsAfterTheWindow() {
    Scene scene = Scene.of(object(value(4_000))).bounds(3, 10).replicas(3);
    ScalingDecision first = scene.pods(pods(3, 100)).pass(NOW, series(9_000));
    assertThat(first.to()).isEqualTo(6);
    assertThat(first.sentence())
        .isEqualTo("requests of Service/kuard 9 of 4; at most 6 at once from 3");
    ScalingDecision second = scene.pods(pods(6, 100)).pass(NOW.plusSeconds(15), series(9_000));
    assertThat(second.to()).isEqualTo(10);
    assertThat(second.reason()).isEqualTo(ReasonCode.TooManyReplicas);
    scene.pods(pods(10, 100));
    for (int seconds = 30; seconds <= 315; seconds += 15) {
      ScalingDecision held = scene.pass(NOW.plusSeconds(seconds), series(0));
      assertThat(held.to()).isEqualTo(10);
    }
    ScalingDecision back = scene.pass(NOW.plusSeconds(330), series(0));
    assertThat(back.to()).isEqualTo(3);
    assertThat(back.reason()).isEqualTo(ReasonCode.TooFewReplicas);
  }

  /** Half of a request of 100m: 220% on one pod, then 95% on five, then 48% on ten. */
  @Test
  void theWorkshopGrowsInTwoStepsAndStays() {
    Scene scene = Scene.of(cpu(50)).bounds(1, 10).replicas(1).behavior(Behaviors.defaults());
    assertThat(scene.pods(pods(1, 100)).pass(NOW, each(1, 220)).to()).isEqualTo(5);
    ScalingDecision second = scene.pods(pods(5, 100)).pass(NOW.plusSeconds(15), each(5, 95));
    assertThat(second.to()).isEqualTo(10);
    assertThat(second.sentence()).isEqualTo("cpu 95% of 50%");
    ScalingDecision third = scene.pods(pods(10, 100)).pass(NOW.plusSeconds(30), each(10, 48));
    assertThat(third.to()).isEqualTo(10);
    assertThat(third.reason()).isEqualTo(ReasonCode.WithinTolerance);
    assertThat(third.sentence()).isEqualTo("cpu 48% of 50%");
  }

  @Test
  void aBurstyLoadFlapsOnlyWithoutToleranceAndWindow() {
    Scene nervous = Scene.of(cpu(50)).tolerance(0).window(0);
    Scene calm = Scene.of(cpu(50));
    assertThat(changesOfDirection(bursts(nervous))).isGreaterThan(20);
    assertThat(changesOfDirection(bursts(calm))).isZero();
  }

  /** A load of 150m or 260m in total that swings every 15 seconds, shared by all pods. */
  private static List<Integer> bursts(Scene scene) {
    scene.bounds(1, 10).replicas(4);
    List<Integer> counts = new ArrayList<>(List.of(4));
    for (int i = 0; i < 40; i++) {
      int pods = scene.replicas();
      int total = i % 2 == 0 ? 260 : 150;
      scene.pods(pods(pods, 100));
      counts.add(scene.pass(NOW.plusSeconds(15L * i), each(pods, total / pods)).to());
    }
    return counts;
  }

  private static int changesOfDirection(List<Integer> counts) {
    int changes = 0;
    int direction = 0;
    for (int i = 1; i < counts.size(); i++) {
      int step = Integer.compare(counts.get(i), counts.get(i - 1));
      if (step != 0 && direction != 0 && step != direction) {
        changes++;
      }
      direction = step == 0 ? direction : step;
    }
    return changes;
  }
}
