package io.gitscaler.benchmark;

import io.gitscaler.decision.Limits;
import io.gitscaler.decision.MetricEvaluation;
import io.gitscaler.decision.Recommendation;
import io.gitscaler.decision.ScalingDecision;
import io.gitscaler.history.ScalingHistory;
import io.gitscaler.metric.Measurement;
import io.gitscaler.policy.Quantity;
import io.gitscaler.policy.ScalingMethod;
import io.gitscaler.policy.ScalingPolicy;
import io.gitscaler.testing.Policies;
import io.gitscaler.workload.PodSnapshot;
import io.gitscaler.workload.Sight;
import io.gitscaler.workload.Workload;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The decision core: one policy on the CPU of ten pods, from readings to a count with every limit looked at. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(value = 1, jvmArgs = {"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"})
@Warmup(iterations = 2, time = 1)
@org.openjdk.jmh.annotations.Measurement(iterations = 4, time = 1)
public class Decisions {
  private static final Instant NOW = Instant.parse("2026-11-22T09:00:00Z");

  private final ScalingPolicy policy = Policies.byCpu("shop/web", 60).bounds(2, 20).build();
  private final ScalingMethod.ByMetrics method = (ScalingMethod.ByMetrics) policy.method();
  private final Workload workload =
      new Workload("shop", policy.target(), "uid", "1", 10, 10, "app=web", null);
  private final Sight<List<PodSnapshot>> pods = Sight.of(pods());
  private final List<Measurement> readings = List.of(readings());

  /** A decision that changes the count. */
  @Benchmark
  public ScalingDecision decision() {
    Recommendation recommendation =
        MetricEvaluation.evaluate(policy, method, workload, pods, readings, NOW);
    return Limits.limit(policy, workload, recommendation, ScalingHistory.NONE, NOW);
  }

  private static List<PodSnapshot> pods() {
    Instant started = NOW.minusSeconds(3600);
    PodSnapshot.Container container =
        new PodSnapshot.Container("app", Map.of("cpu", Quantity.ofMilli(100)), false);
    List<PodSnapshot> pods = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      pods.add(
          new PodSnapshot(
              "shop",
              "web-" + i,
              Map.of("app", "web"),
              "Running",
              false,
              started,
              new PodSnapshot.ReadyCondition("True", started),
              List.of(container),
              List.of(),
              null,
              Map.of(),
              null));
    }
    return pods;
  }

  private static Measurement readings() {
    Map<String, Measurement.PodValue> values = new LinkedHashMap<>();
    for (int i = 0; i < 10; i++) {
      values.put("web-" + i, new Measurement.PodValue(90, NOW, Duration.ofSeconds(30)));
    }
    return new Measurement.PerPod(values);
  }
}
