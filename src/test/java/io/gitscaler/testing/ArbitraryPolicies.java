package io.gitscaler.testing;

import io.gitscaler.policy.LabelSelector;
import io.gitscaler.policy.MetricIdentifier;
import io.gitscaler.policy.MetricSpec;
import io.gitscaler.policy.MetricTarget;
import io.gitscaler.policy.Mode;
import io.gitscaler.policy.Pause;
import io.gitscaler.policy.PodReadiness;
import io.gitscaler.policy.PolicyOrigin;
import io.gitscaler.policy.Quantity;
import io.gitscaler.policy.ReplicaBounds;
import io.gitscaler.policy.RunMode;
import io.gitscaler.policy.ScalingBehavior;
import io.gitscaler.policy.ScalingBehavior.Rate;
import io.gitscaler.policy.ScalingBehavior.RateType;
import io.gitscaler.policy.ScalingBehavior.Rules;
import io.gitscaler.policy.ScalingBehavior.SelectPolicy;
import io.gitscaler.policy.ScalingMethod;
import io.gitscaler.policy.ScalingPolicy;
import io.gitscaler.policy.TargetRef;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Policies of every shape. */
record ArbitraryPolicies(Random random, Arbitrary arbitrary) {
  ScalingPolicy policy() {
    int max = 1 + random.nextInt(100);
    return new ScalingPolicy(
        arbitrary.id(),
        new PolicyOrigin("shop/web.yaml", 1 + random.nextInt(9), Path.of("/policies/shop")),
        new TargetRef("apps/v1", "Deployment", "web"),
        new ReplicaBounds(random.nextInt(max + 1), max),
        arbitrary.pick(Mode.values()),
        arbitrary.orNull(this::pause),
        random.nextBoolean() ? byMetrics() : byPrograms(),
        arbitrary.orNull(() -> new ScalingBehavior(rules(), rules())),
        Duration.ofMillis(random.nextInt(3_600_000)),
        new PodReadiness(
            Duration.ofSeconds(random.nextInt(600)), Duration.ofMillis(random.nextInt(60_000))),
        Map.of(),
        Map.of(),
        "f" + random.nextInt(100));
  }

  private Pause pause() {
    return new Pause(
        arbitrary.orNull(() -> random.nextInt(10)),
        arbitrary.text(),
        arbitrary.orNull(arbitrary::instant));
  }

  private ScalingMethod byPrograms() {
    return new ScalingMethod.ByPrograms(
        arbitrary.pick(RunMode.values()), Policies.SHELL, Policies.SHELL, List.of(), false);
  }

  private ScalingMethod byMetrics() {
    List<MetricSpec> metrics = new ArrayList<>(arbitrary.list(3, this::metric));
    metrics.add(metric());
    return new ScalingMethod.ByMetrics(metrics, random.nextDouble());
  }

  private MetricSpec metric() {
    MetricIdentifier metric =
        new MetricIdentifier("queue_length", arbitrary.orNull(this::selector));
    return switch (random.nextInt(6)) {
      case 0 -> new MetricSpec.Resource("cpu", target());
      case 1 -> new MetricSpec.ContainerResource("memory", "app", target());
      case 2 -> new MetricSpec.Pods(metric, target());
      case 3 -> new MetricSpec.External(metric, target());
      case 4 -> new MetricSpec.ObjectMetric(metric, new TargetRef("v1", "Service", "s"), target());
      default ->
          new MetricSpec.Command(
              "python3", Policies.SHELL, arbitrary.pick(RunMode.values()), target());
    };
  }

  private LabelSelector selector() {
    return random.nextInt(3) == 0
        ? new LabelSelector(Map.of(), List.of())
        : new LabelSelector(
            Map.of("app", "web"),
            List.of(
                new LabelSelector.Requirement(
                    "tier", LabelSelector.Operator.IN, List.of("a", "b"))));
  }

  private MetricTarget target() {
    return switch (random.nextInt(3)) {
      case 0 -> new MetricTarget.Utilization(1 + random.nextInt(100));
      case 1 -> new MetricTarget.AverageValue(Quantity.parse("500m").orElseThrow());
      default -> new MetricTarget.Value(Quantity.parse("1.5Gi").orElseThrow());
    };
  }

  private Rules rules() {
    List<Rate> rates = new ArrayList<>(arbitrary.list(2, this::rate));
    rates.add(rate());
    return new Rules(
        Duration.ofSeconds(random.nextInt(3600)),
        arbitrary.pick(SelectPolicy.values()),
        rates,
        arbitrary.orNull(random::nextDouble));
  }

  private Rate rate() {
    return new Rate(
        arbitrary.pick(RateType.values()),
        1 + random.nextInt(100),
        Duration.ofSeconds(1 + random.nextInt(1800)));
  }
}
