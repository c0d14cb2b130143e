package io.gitscaler.reconcile;

import io.gitscaler.audit.AuditTrail;
import io.gitscaler.history.RunLock;
import io.gitscaler.history.StateStore;
import io.gitscaler.history.StoredState;
import io.gitscaler.policy.PolicyKeeper;
import io.gitscaler.workload.ScaleOutcome;
import java.time.Duration;
import java.util.List;

/** The acting side of a plan: state is read, everything else is only imagined. */
final class ObservingPorts {
  private ObservingPorts() {}

  static Ports.Acting over(StateStore state) {
    return new Ports.Acting(
        FreeLock::new,
        new ReadOnlyState(state),
        change -> new ScaleOutcome.ObservedOnly(),
        records -> List.of(),
        (records, run, policies, known) -> AuditTrail.Published.nothing(null),
        PolicyKeeper.NONE);
  }

  private record ReadOnlyState(StateStore store) implements StateStore {
    @Override
    public StoredState load() {
      return store.load();
    }

    @Override
    public void save(StoredState state) {}
  }

  private record FreeLock() implements RunLock.Held {
    @Override
    public void confirm() {}

    @Override
    public Duration confirmEvery() {
      return Duration.ofDays(1);
    }

    @Override
    public void close() {}
  }
}
