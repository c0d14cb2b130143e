package io.gitscaler.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.gitscaler.history.ScalingHistory;
import io.gitscaler.metric.Measurement;
import io.gitscaler.policy.MetricSpec;
import io.gitscaler.policy.ReplicaBounds;
import io.gitscaler.policy.ScalingPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What holds in any world, however odd. A failure names the seed of its world. */
class RandomWorldTest {
  private static final long FIRST_SEED = 1_000;
  private static final int WORLDS = 5_000;

  private interface Property {
    void check(RandomWorld world, List<MetricSpec> metrics, Scene scene, Measurement[] measured);
  }

  private static void inEveryWorld(Property property) {
    for (long seed = FIRST_SEED; seed < FIRST_SEED + WORLDS; seed++) {
      RandomWorld world = new RandomWorld(seed);
      List<MetricSpec> metrics = world.metrics();
      Scene scene = world.scene(metrics);
      Measurement[] measured = world.measurements(metrics, scene.pods());
      try {
        property.check(world, metrics, scene, measured);
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("in the world of seed " + seed, e);
      }
    }
  }

  @Test
  void staysWithinBoundsOrHoldsWithACode() {
    Set<ReasonCode> seen = EnumSet.noneOf(ReasonCode.class);
    inEveryWorld(
        (world, metrics, scene, measured) -> {
          if (scene.standing(Readings.NOW) != null) {
            return;
          }
          Recommendation recommendation = scene.evaluate(Readings.NOW, measured);
          ScalingDecision decision = scene.limit(Readings.NOW, recommendation);
          seen.add(decision.reason());
          assertThat(decision.sentence()).isNotBlank();
          assertThat(recommendation.proposals()).hasSameSizeAs(metrics);
          if (recommendation.replicas() == null) {
            assertThat(decision.to()).isEqualTo(decision.from());
            assertThat(decision.reason().isFailure()).isTrue();
          } else {
            ReplicaBounds bounds = scene.policy().bounds();
            assertThat(decision.to()).isBetween(bounds.min(), bounds.max());
            assertThat(decision.reason().isFailure()).isFalse();
          }
        });
    // The worlds are worth something only where all sorts of things happen in them.
    assertThat(seen)
        .contains(
            ReasonCode.MetricAboveTarget,
            ReasonCode.MetricsBelowTarget,
            ReasonCode.WithinTolerance,
            ReasonCode.ScaleUpLimit,
            ReasonCode.ScaleDownLimit,
            ReasonCode.ScaleDownStabilized,
            ReasonCode.ScaleUpStabilized,
            ReasonCode.TooManyReplicas,
            ReasonCode.TooFewReplicas,
            ReasonCode.InvalidMetric);
  }

  @Test
  void findingsLeadFromTheRecommendationToTheResult() {
    inEveryWorld(
        (world, metrics, scene, measured) -> {
          if (scene.standing(Readings.NOW) != null) {
            return;
          }
          ScalingDecision decision =
              scene.limit(Readings.NOW, scene.evaluate(Readings.NOW, measured));
          Integer recommended = decision.recommended();
          if (recommended == null) {
            return;
          }
          int count = recommended;
          for (Finding finding : decision.findings()) {
            if (finding.code() != ReasonCode.WindowReseeded
                && finding.code() != ReasonCode.PauseExpired) {
              assertThat(finding.before()).isEqualTo(count);
              count = finding.after();
            }
          }
          assertThat(count).isEqualTo(decision.to());
        });
  }

  @Test
  void neverScalesInWhileAMetricIsUnavailable() {
    inEveryWorld(
        (world, metrics, scene, measured) -> {
          measured[world.upTo(measured.length - 1)] = Readings.unreadable();
          if (scene.standing(Readings.NOW) == null) {
            ScalingDecision decision =
                scene.limit(Readings.NOW, scene.evaluate(Readings.NOW, measured));
            assertThat(decision.to()).isGreaterThanOrEqualTo(decision.from());
          }
        });
  }

  @Test
  void neverReversesBecauseOfPodsWithoutAReading() {
    int[] looked = {0};
    inEveryWorld(
        (world, metrics, scene, measured) -> {
          for (MetricProposal proposal : scene.evaluate(Readings.NOW, measured).proposals()) {
            MetricProposal.PodCount pods = proposal.pods();
            if (!proposal.available() || pods == null || pods.missing() == 0) {
              continue;
            }
            looked[0]++;
            int replicas = Objects.requireNonNull(proposal.replicas());
            double ratio = Objects.requireNonNull(proposal.ratio());
            if (ratio > 1) {
              assertThat(replicas).isGreaterThanOrEqualTo(scene.replicas());
            } else if (ratio < 1) {
              assertThat(replicas).isLessThanOrEqualTo(scene.replicas());
            } else {
              assertThat(replicas).isEqualTo(scene.replicas());
            }
          }
        });
    assertThat(looked[0]).isGreaterThan(1000);
  }

  @Test
  void givesTheSameForTheSame() {
    inEveryWorld(
        (world, metrics, scene, measured) -> {
          Recommendation recommendation = scene.evaluate(Readings.NOW, measured);
          assertThat(scene.evaluate(Readings.NOW, measured)).isEqualTo(recommendation);
          ScalingDecision decision = scene.limit(Readings.NOW, recommendation);
          assertThat(scene.limit(Readings.NOW, recommendation)).isEqualTo(decision);
          assertThat(after(scene, decision)).isEqualTo(after(scene, decision));
        });
  }

  private static ScalingHistory after(Scene scene, ScalingDecision decision) {
    return RecentHistory.after(
        scene.history(), scene.policy(), scene.workload(), decision, true, Readings.NOW);
  }

  @Test
  void keepsNoHistoryPastItsWindowsAndStaysWithinBoundsOverTime() {
    inEveryWorld(
        (world, metrics, scene, measured) -> {
          Instant now = Readings.NOW;
          for (int pass = 0; pass < 5; pass++) {
            ScalingDecision decision = scene.pass(now, measured);
            assertThat(decision.to()).isNotNegative();
            ScalingPolicy policy = scene.policy();
            Instant oldest = now.minus(Windows.of(policy).longest());
            assertThat(
                    scene.history().recommendations().stream()
                        .map(ScalingHistory.Recommended::at)
                        .filter(at -> at.isBefore(oldest))
                        .distinct())
                .hasSizeLessThanOrEqualTo(2);
            Instant halfAnHourAgo = now.minus(Duration.ofMinutes(30));
            assertThat(scene.history().changes())
                .allMatch(change -> change.at().isAfter(halfAnHourAgo) && change.by() != 0);
            now = now.plus(world.untilNextPass());
            measured = world.measurements(metrics, scene.pods());
          }
        });
  }
}
