package io.gitscaler.reconcile;

import io.gitscaler.audit.AuditTrail;
import io.gitscaler.audit.EventSink;
import io.gitscaler.audit.RecordFormat;
import io.gitscaler.history.RunLock;
import io.gitscaler.history.StateStore;
import io.gitscaler.metric.MetricSource;
import io.gitscaler.policy.PolicyKeeper;
import io.gitscaler.policy.PolicySource;
import io.gitscaler.program.ProgramRunner;
import io.gitscaler.workload.ClusterReader;
import io.gitscaler.workload.WorkloadScaler;

/** Everything outside that a run talks to. What only looks is apart from what acts, so that a plan can replace the latter. */
public record Ports(Looking looking, Acting acting, RecordFormat format) {
  /** What reads. */
  public record Looking(
      PolicySource policies, ClusterReader cluster, MetricSource metrics, ProgramRunner programs) {}

  /** What writes. */
  public record Acting(
      RunLock lock,
      StateStore state,
      WorkloadScaler scaler,
      EventSink events,
      AuditTrail trail,
      PolicyKeeper keeper) {}

  /** The same, writing nothing anywhere. */
  public Ports observing() {
    return new Ports(looking, ObservingPorts.over(acting.state()), format);
  }
}
