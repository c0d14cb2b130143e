package io.gitscaler.testing;

import io.gitscaler.policy.HookPoint;
import io.gitscaler.policy.MetricSpec;
import io.gitscaler.policy.MetricTarget;
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
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds policies for tests: a sensible one, from which each test changes what it is about. */
public final class Policies {
  public static final Program SHELL =
      new Program.Shell(Duration.ofMillis(2500), "python3", List.of("metric.py"), false);

  private final PolicyId id;
  private TargetRef target;
  private ReplicaBounds bounds = new ReplicaBounds(1, 10);
  private Mode mode = Mode.ENFORCE;
  private @Nullable Pause pause;
  private ScalingMethod method =
      new ScalingMethod.ByPrograms(RunMode.PER_RESOURCE, SHELL, SHELL, List.of(), false);
  private @Nullable ScalingBehavior behavior;
  private Duration downscaleStabilization = Duration.ZERO;
  private final Map<HookPoint, Program> hooks = new EnumMap<>(HookPoint.class);
  private String fingerprint = "f1";

  private Policies(PolicyId id) {
    this.id = id;
    target = new TargetRef("apps/v1", "Deployment", id.name());
  }

  /** A policy whose programs measure and decide, for the Deployment of the same name. */
  public static Policies byPrograms(String id) {
    return new Policies(PolicyId.parse(id));
  }

  /** A policy with one cpu metric, for the Deployment of the same name. */
  public static Policies byCpu(String id, int percent) {
    Policies policies = new Policies(PolicyId.parse(id));
    policies.downscaleStabilization = Duration.ofMinutes(5);
    return policies.method(
        new ScalingMethod.ByMetrics(
            List.of(new MetricSpec.Resource("cpu", new MetricTarget.Utilization(percent))), 0.1));
  }

  /** Another target than the Deployment of the policy's name. */
  public Policies target(String apiVersion, String kind, String name) {
    target = new TargetRef(apiVersion, kind, name);
    return this;
  }

  public Policies bounds(int min, int max) {
    bounds = new ReplicaBounds(min, max);
    return this;
  }

  public Policies mode(Mode newMode) {
    mode = newMode;
    return this;
  }

  public Policies pause(@Nullable Pause newPause) {
    pause = newPause;
    return this;
  }

  public Policies method(ScalingMethod newMethod) {
    method = newMethod;
    return this;
  }

  public Policies behavior(ScalingBehavior newBehavior) {
    behavior = newBehavior;
    return this;
  }

  public Policies downscaleStabilization(Duration window) {
    downscaleStabilization = window;
    return this;
  }

  public Policies hook(HookPoint point) {
    hooks.put(point, SHELL);
    return this;
  }

  public Policies fingerprint(String newFingerprint) {
    fingerprint = newFingerprint;
    return this;
  }

  public ScalingPolicy build() {
    return new ScalingPolicy(
        id,
        new PolicyOrigin(id.name() + ".yaml", 1, Path.of("/policies")),
        target,
        bounds,
        mode,
        pause,
        method,
        behavior,
        downscaleStabilization,
        PodReadiness.DEFAULT,
        hooks,
        Map.of(),
        fingerprint);
  }
}
