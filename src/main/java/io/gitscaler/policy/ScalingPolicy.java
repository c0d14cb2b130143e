package io.gitscaler.policy;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One {@code ScalerPolicy} document, read, defaulted and checked.
 *
 * @param behavior null where the document has none; then only {@code downscaleStabilization} and, with metrics, the
 *     doubling limit apply
 * @param downscaleStabilization the window for scaling in where {@code behavior} is absent or leaves its window open
 * @param hooks programs that run around the steps; only the two scale hooks exist for policies with metrics
 * @param env what the policy's programs may see of the environment: a name with a fixed value, or with null for the value
 *     that this process has
 * @param fingerprint a digest of the document and of where it lies; changes exactly when the policy is edited or moved
 */
public record ScalingPolicy(
    PolicyId id,
    PolicyOrigin origin,
    TargetRef target,
    ReplicaBounds bounds,
    Mode mode,
    @Nullable Pause pause,
    ScalingMethod method,
    @Nullable ScalingBehavior behavior,
    Duration downscaleStabilization,
    PodReadiness readiness,
    Map<HookPoint, Program> hooks,
    Map<String, @Nullable String> env,
    String fingerprint) {
  public ScalingPolicy {
    hooks = Map.copyOf(hooks);
    env = Collections.unmodifiableMap(new LinkedHashMap<>(env));
  }

  /** The same policy as the last good one, standing in for the version that was asked for. */
  public ScalingPolicy insteadFrom(PolicyRevision revision) {
    return new ScalingPolicy(
        id,
        new PolicyOrigin(origin.file(), origin.line(), origin.folder(), revision),
        target,
        bounds,
        mode,
        pause,
        method,
        behavior,
        downscaleStabilization,
        readiness,
        hooks,
        env,
        fingerprint);
  }

  /** The pause, where it holds at this instant. */
  public @Nullable Pause pauseAt(Instant now) {
    return pause != null && pause.holdsAt(now) ? pause : null;
  }
}
