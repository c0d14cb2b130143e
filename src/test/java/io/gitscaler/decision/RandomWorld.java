package io.gitscaler.decision;

import io.gitscaler.failure.FailureKind;
import io.gitscaler.failure.OutsideFailure;
import io.gitscaler.metric.Measurement;
import io.gitscaler.metric.Measurement.PodValue;
import io.gitscaler.policy.MetricSpec;
import io.gitscaler.policy.MetricTarget;
import io.gitscaler.policy.Pause;
import io.gitscaler.policy.Quantity;
import io.gitscaler.policy.RunMode;
import io.gitscaler.policy.ScalingBehavior;
import io.gitscaler.policy.ScalingBehavior.Rate;
import io.gitscaler.policy.ScalingBehavior.Rules;
import io.gitscaler.policy.ScalingBehavior.SelectPolicy;
import io.gitscaler.workload.PodSnapshot;
import io.gitscaler.workload.PodSnapshot.Container;
import io.gitscaler.workload.PodSnapshot.ReadyCondition;
import io.gitscaler.workload.Sight;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Policies, targets, pods, readings and histories at random, the same for the same seed. */
final class RandomWorld {
  private static final long[] EXTREMES = {
    0, 1, -1, Long.MAX_VALUE, Long.MIN_VALUE, Long.MAX_VALUE / 100, Integer.MAX_VALUE, 1L << 53
  };

  private final Random random;

  RandomWorld(long seed) {
    this.random = new Random(seed);
  }

  boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  int upTo(int most) {
    return random.nextInt(most + 1);
  }

  private <T> T oneOf(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  /** Up to three metrics of any type. */
  List<MetricSpec> metrics() {
    List<MetricSpec> metrics = new ArrayList<>();
    for (int i = upTo(2); i >= 0; i--) {
      metrics.add(
          oneOf(
              List.of(
                  Readings.cpu(1 + upTo(300)),
                  Readings.memory(1 + upTo(300)),
                  new MetricSpec.ContainerResource("cpu", "app", target()),
                  Readings.podsMetric(1 + upTo(50_000)),
                  Readings.object(total()),
                  Readings.external(total()),
                  Readings.command(RunMode.PER_POD, Readings.average(1 + upTo(50_000))),
                  Readings.command(RunMode.PER_RESOURCE, total()))));
    }
    return metrics;
  }

  private MetricTarget target() {
    return chance(0.5)
        ? new MetricTarget.Utilization(1 + upTo(200))
        : Readings.average(1 + upTo(5000));
  }

  private MetricTarget total() {
    long milli = chance(0.1) ? Long.MAX_VALUE : 1 + upTo(50_000);
    return chance(0.5) ? Readings.value(milli) : Readings.average(milli);
  }

  Scene scene(List<MetricSpec> metrics) {
    int min = upTo(5);
    int max = Math.max(1, min + upTo(30));
    Scene scene =
        Scene.of(metrics.toArray(MetricSpec[]::new))
            .bounds(min, max)
            .tolerance(chance(0.5) ? 0.1 : random.nextDouble() * 2)
            .window(oneOf(List.of(0, 30, 300, 3600)))
            .replicas(chance(0.8) ? Math.max(1, min) + upTo(max - min) : upTo(40));
    scene.behavior(chance(0.5) ? null : behavior());
    if (chance(0.2)) {
      scene.statusReplicas(upTo(40));
    }
    if (chance(0.1)) {
      Instant until = Readings.NOW.plusSeconds(upTo(200) - 100L);
      scene.pause(new Pause(chance(0.5) ? upTo(40) : null, "test", until));
    }
    return scene.pods(pods()).history(history().build());
  }

  private ScalingBehavior behavior() {
    return new ScalingBehavior(rules(), rules());
  }

  private Rules rules() {
    List<Rate> rates = new ArrayList<>();
    for (int i = upTo(2); i >= 0; i--) {
      int value = chance(0.1) ? Integer.MAX_VALUE : 1 + upTo(200);
      int period = 1 + upTo(1799);
      rates.add(chance(0.5) ? Behaviors.pods(value, period) : Behaviors.percent(value, period));
    }
    return new Rules(
        Duration.ofSeconds(oneOf(List.of(0, 60, 300, 3600))),
        oneOf(List.of(SelectPolicy.values())),
        rates,
        chance(0.3) ? random.nextDouble() : null);
  }

  private Histories history() {
    Histories history = Histories.recent().seen(upTo(600));
    for (int i = upTo(8); i > 0; i--) {
      history.asked(upTo(50), upTo(4000));
    }
    for (int i = upTo(4); i > 0; i--) {
      history.changed(chance(0.5) ? 1 + upTo(20) : -1 - upTo(20), upTo(2000));
    }
    return chance(0.3) ? history.scaledToZero() : history;
  }

  private Sight<List<PodSnapshot>> pods() {
    if (chance(0.02)) {
      return Sight.failed(
          new OutsideFailure(FailureKind.FORBIDDEN, "pods", "may not be listed", "Grant it."));
    }
    List<PodSnapshot> pods = new ArrayList<>();
    for (int i = upTo(12); i > 0; i--) {
      pods.add(pod("pod-" + pods.size()));
    }
    return Sight.of(pods);
  }

  private PodSnapshot pod(String name) {
    Instant start = Readings.NOW.minusSeconds(upTo(900));
    boolean odd = chance(0.2);
    Quantity request =
        Quantity.ofMilli(chance(0.02) ? EXTREMES[3 + upTo(4)] & Long.MAX_VALUE : 1 + upTo(2000));
    return new PodSnapshot(
        "shop",
        name,
        Map.of(),
        odd ? oneOf(List.of("Pending", "Failed", "Unknown", "Succeeded")) : "Running",
        chance(0.1),
        chance(0.05) ? null : start,
        chance(0.05)
            ? null
            : new ReadyCondition(
                chance(0.8) ? "True" : oneOf(List.of("False", "Unknown")),
                chance(0.05) ? null : start.plusSeconds(upTo(60))),
        List.of(
            new Container(
                "app", chance(0.02) ? Map.of() : Map.of("cpu", request, "memory", request), false)),
        List.of(),
        chance(0.1) ? Map.of("cpu", request) : null,
        Map.of(),
        null);
  }

  Measurement[] measurements(List<MetricSpec> metrics, Sight<List<PodSnapshot>> sight) {
    return metrics.stream().map(spec -> measurement(spec, sight)).toArray(Measurement[]::new);
  }

  private Measurement measurement(MetricSpec spec, Sight<List<PodSnapshot>> sight) {
    if (chance(0.1)) {
      return Readings.unreadable();
    }
    if (chance(0.05)) {
      return new Measurement.Unavailable(Measurement.Why.INVALID, "\"NaN\" is no number");
    }
    boolean perPod =
        spec instanceof MetricSpec.Resource
            || spec instanceof MetricSpec.ContainerResource
            || spec instanceof MetricSpec.Pods
            || (spec instanceof MetricSpec.Command command && command.runMode() == RunMode.PER_POD);
    return perPod ? perPod(sight) : series();
  }

  private Measurement series() {
    List<Long> values = new ArrayList<>();
    for (int i = upTo(3); i >= 0; i--) {
      values.add(milli());
    }
    return new Measurement.Series(values, Readings.NOW);
  }

  private Measurement perPod(Sight<List<PodSnapshot>> sight) {
    Map<String, PodValue> values = new LinkedHashMap<>();
    boolean wild = chance(0.1);
    if (sight instanceof Sight.Seen<List<PodSnapshot>> seen) {
      for (PodSnapshot pod : seen.value()) {
        if (chance(0.85)) {
          values.put(pod.name(), value(wild));
        }
      }
    }
    if (chance(0.1)) {
      values.put("gone", value(wild));
    }
    return new Measurement.PerPod(values);
  }

  private PodValue value(boolean wild) {
    return new PodValue(
        wild ? milli() : upTo(3000),
        Readings.NOW.minusSeconds(upTo(90)),
        Duration.ofSeconds(upTo(60)));
  }

  private long milli() {
    return switch (upTo(3)) {
      case 0 -> EXTREMES[upTo(EXTREMES.length - 1)];
      case 1 -> random.nextLong();
      default -> upTo(200_000);
    };
  }

  /** The wait until the next pass, now and then a long one. */
  Duration untilNextPass() {
    return Duration.ofSeconds(1 + upTo(chance(0.1) ? 2000 : 60));
  }
}
