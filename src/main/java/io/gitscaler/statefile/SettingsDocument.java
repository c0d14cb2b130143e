package io.gitscaler.statefile;

import io.gitscaler.policy.MetricSpec;
import io.gitscaler.policy.Pause;
import io.gitscaler.policy.PodReadiness;
import io.gitscaler.policy.ReplicaBounds;
import io.gitscaler.policy.RunMode;
import io.gitscaler.policy.ScalingMethod;
import io.gitscaler.policy.ScalingPolicy;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What of a policy a decision needs, as records spell it: every default filled in.
 *
 * @param decidedBy {@code metrics} or {@code programs}
 * @param metrics those that decide; empty with programs
 * @param tolerance only with metrics
 * @param runMode only with programs
 */
record SettingsDocument(
    int minReplicas,
    int maxReplicas,
    @Nullable PauseDocument pause,
    String decidedBy,
    List<MetricDocument> metrics,
    @Nullable Double tolerance,
    @Nullable String runMode,
    @Nullable BehaviorDocument behavior,
    BigDecimal downscaleStabilizationSeconds,
    BigDecimal cpuInitializationPeriodSeconds,
    BigDecimal initialReadinessDelaySeconds) {
  record PauseDocument(@Nullable Integer replicas, String reason, @Nullable String until) {
    static @Nullable PauseDocument of(@Nullable Pause pause, Caps caps) {
      return pause == null
          ? null
          : new PauseDocument(
              pause.replicas(),
              Text.upTo(caps.sentence(), pause.reason()),
              pause.until() == null ? null : pause.until().toString());
    }

    Pause pause() {
      return new Pause(replicas, reason, until == null ? null : Instant.parse(until));
    }
  }

  static SettingsDocument of(ScalingPolicy policy, Caps caps) {
    ScalingMethod.@Nullable ByMetrics byMetrics =
        policy.method() instanceof ScalingMethod.ByMetrics method ? method : null;
    ScalingMethod.@Nullable ByPrograms byPrograms =
        policy.method() instanceof ScalingMethod.ByPrograms method ? method : null;
    return new SettingsDocument(
        policy.bounds().min(),
        policy.bounds().max(),
        PauseDocument.of(policy.pause(), caps),
        byMetrics == null ? "programs" : "metrics",
        byMetrics == null
            ? List.of()
            : byMetrics.metrics().stream().map(MetricDocument::of).toList(),
        byMetrics == null ? null : byMetrics.tolerance(),
        byPrograms == null ? null : Words.of(byPrograms.runMode()),
        BehaviorDocument.of(policy.behavior()),
        Seconds.of(policy.downscaleStabilization()),
        Seconds.of(policy.readiness().cpuInitializationPeriod()),
        Seconds.of(policy.readiness().initialReadinessDelay()));
  }

  ReplicaBounds bounds() {
    return new ReplicaBounds(minReplicas, maxReplicas);
  }

  PodReadiness readiness() {
    return new PodReadiness(
        Seconds.span(cpuInitializationPeriodSeconds), Seconds.span(initialReadinessDelaySeconds));
  }

  ScalingMethod method() {
    return switch (decidedBy) {
      case "metrics" -> {
        List<MetricSpec> specs = metrics.stream().map(MetricDocument::spec).toList();
        yield new ScalingMethod.ByMetrics(specs, Objects.requireNonNull(tolerance));
      }
      case "programs" ->
          new ScalingMethod.ByPrograms(
              Words.read(RunMode.class, Objects.requireNonNull(runMode)),
              MetricDocument.NOT_RECORDED,
              MetricDocument.NOT_RECORDED,
              List.of(),
              false);
      default ->
          throw new IllegalArgumentException(
              "decidedBy is \"" + Text.line(decidedBy, 40) + "\", neither metrics nor programs");
    };
  }
}
