package io.gitscaler.decision;

import io.gitscaler.history.ScalingHistory;
import io.gitscaler.metric.Measurement;
import io.gitscaler.policy.MetricSpec;
import io.gitscaler.policy.Mode;
import io.gitscaler.policy.Pause;
import io.gitscaler.policy.PodReadiness;
import io.gitscaler.policy.PolicyId;
import io.gitscaler.policy.PolicyOrigin;
import io.gitscaler.policy.Program;
import io.gitscaler.policy.ReplicaBounds;
import io.gitscaler.policy.RunMode;
import io.gitscaler.policy.ScalingBehavior;
import io.gitscaler.policy.ScalingMethod;
import io.gitscaler.policy.ScalingPolicy;
import io.gitscaler.policy.TargetRef;
import io.gitscaler.workload.PodSnapshot;
import io.gitscaler.workload.Sight;
import io.gitscaler.workload.Workload;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A policy and its target, for tests to say only what they are about. Goes through time with {@link #pass}. */
final class Scene {
  static final TargetRef TARGET = new TargetRef("apps/v1", "Deployment", "web");
  private static final Program PROGRAM =
      new Program.Shell(Duration.ofSeconds(2), "program", List.of(), false);

  private ScalingMethod method;
  private ReplicaBounds bounds = new ReplicaBounds(1, 20);
  private Duration downscaleStabilization = Duration.ofMinutes(5);
  private @Nullable ScalingBehavior behavior;
  private @Nullable Pause pause;
  private PodReadiness readiness = PodReadiness.DEFAULT;
  private String selector = "app=web";
  private int replicas = 1;
  private @Nullable Integer statusReplicas;
  private Sight<List<PodSnapshot>> pods = Sight.of(List.of());
  private ScalingHistory history = ScalingHistory.NONE;

  private Scene(ScalingMethod method) {
    this.method = method;
  }

  static Scene of(MetricSpec... metrics) {
    return new Scene(new ScalingMethod.ByMetrics(Arrays.asList(metrics), 0.1));
  }

  /** With programs, and the window that is their default. */
  static Scene byPrograms() {
    return new Scene(
            new ScalingMethod.ByPrograms(RunMode.PER_RESOURCE, PROGRAM, PROGRAM, List.of(), false))
        .window(0);
  }

  Scene tolerance(double tolerance) {
    method = new ScalingMethod.ByMetrics(((ScalingMethod.ByMetrics) method).metrics(), tolerance);
    return this;
  }

  /** One for each direction, which is what only a behavior can have. */
  Scene tolerances(double down, double up) {
    behavior = Behaviors.withTolerances(down, up);
    return this;
  }

  Scene bounds(int min, int max) {
    bounds = new ReplicaBounds(min, max);
    return this;
  }

  Scene window(int seconds) {
    downscaleStabilization = Duration.ofSeconds(seconds);
    return this;
  }

  Scene behavior(@Nullable ScalingBehavior newBehavior) {
    behavior = newBehavior;
    return this;
  }

  Scene pause(@Nullable Pause newPause) {
    pause = newPause;
    return this;
  }

  Scene readiness(PodReadiness newReadiness) {
    readiness = newReadiness;
    return this;
  }

  Scene selector(String newSelector) {
    selector = newSelector;
    return this;
  }

  Scene replicas(int count) {
    replicas = count;
    return this;
  }

  Scene statusReplicas(int count) {
    statusReplicas = count;
    return this;
  }

  Scene pods(List<PodSnapshot> newPods) {
    pods = Sight.of(newPods);
    return this;
  }

  Scene pods(Sight<List<PodSnapshot>> newPods) {
    pods = newPods;
    return this;
  }

  Scene history(ScalingHistory newHistory) {
    history = newHistory;
    return this;
  }

  int replicas() {
    return replicas;
  }

  ScalingHistory history() {
    return history;
  }

  Sight<List<PodSnapshot>> pods() {
    return pods;
  }

  ScalingPolicy policy() {
    return new ScalingPolicy(
        new PolicyId("shop", "web"),
        new PolicyOrigin("web.yaml", 1, Path.of("/policies")),
        TARGET,
        bounds,
        Mode.ENFORCE,
        pause,
        method,
        behavior,
        downscaleStabilization,
        readiness,
        Map.of(),
        Map.of(),
        "fingerprint");
  }

  Workload workload() {
    return new Workload(
        "shop",
        TARGET,
        "uid",
        "1",
        replicas,
        statusReplicas == null ? replicas : statusReplicas,
        selector,
        null);
  }

  Recommendation evaluate(Instant now, Measurement... measurements) {
    return MetricEvaluation.evaluate(
        policy(),
        (ScalingMethod.ByMetrics) method,
        workload(),
        pods,
        Arrays.asList(measurements),
        now);
  }

  /** What is decided without measuring, or null. */
  @Nullable ScalingDecision standing(Instant now) {
    return Standing.decide(policy(), workload(), history, now);
  }

  ScalingDecision limit(Instant now, Recommendation recommendation) {
    return Limits.limit(policy(), workload(), recommendation, history, now);
  }

  /** Limits a raw count. */
  ScalingDecision limit(Instant now, int wanted) {
    return limit(now, ProgramEvaluation.of(wanted));
  }

  /** Decides, scales, and remembers. */
  ScalingDecision pass(Instant now, Measurement... measurements) {
    ScalingDecision decision = standing(now);
    return settle(now, decision == null ? limit(now, evaluate(now, measurements)) : decision, true);
  }

  /** The same with a raw count instead of measurements. */
  ScalingDecision pass(Instant now, int wanted) {
    ScalingDecision decision = standing(now);
    return settle(now, decision == null ? limit(now, wanted) : decision, true);
  }

  /** Remembers what was decided, and scales where it was applied. */
  ScalingDecision settle(Instant now, ScalingDecision decision, boolean applied) {
    history = RecentHistory.after(history, policy(), workload(), decision, applied, now);
    replicas = applied ? decision.to() : replicas;
    return decision;
  }
}
