package io.gitscaler.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.gitscaler.history.RunLock;
import io.gitscaler.kubernetes.LeaseHolder;
import io.gitscaler.kubernetes.RunLease;
import io.gitscaler.policy.Shard;
import io.gitscaler.testing.ControlPlane;
import io.gitscaler.testing.MovedClock;
import io.gitscaler.testing.NeedsControlPlane;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The Lease of a run that does nothing but wait, on a real API server and a clock that is moved by hand. */
@NeedsControlPlane
class WatchedLockIT {
  private static final Duration DURATION = Duration.ofSeconds(60);

  private final ControlPlane plane = ControlPlane.shared();
  private final String namespace = plane.namespace("watched");
  private final MovedClock clock = new MovedClock(Instant.parse("2026-11-22T09:00:00Z"));
  private final Ending ending = new Ending(clock);

  private RunLock lock(String run) {
    return new RunLease(
        plane.admin(),
        namespace,
        "gitscaler",
        Shard.WHOLE,
        LeaseHolder.process("laptop", 42, run),
        DURATION,
        clock);
  }

  @Test
  void isKeptForAsLongAsTheRunTakesAndFreeAfterIt() {
    RunLock.Held kept = new WatchedLock(lock("long").acquire(), ending);

    clock.later(DURATION.multipliedBy(5));

    assertThatThrownBy(() -> lock("other").acquire()).hasMessageContaining("run long on laptop");
    assertThat(ending.reached()).isFalse();
    kept.close();
    lock("other").acquire().close();
    clock.later(DURATION.multipliedBy(5));
    assertThat(ending.reached()).as("after the end nobody looks any more").isFalse();
  }

  @Test
  void endsTheRunWhenSomebodyElseHasIt() {
    RunLock.Held lost = new WatchedLock(lock("lost").acquire(), ending);
    plane
        .admin()
        .leases()
        .inNamespace(namespace)
        .withName("gitscaler")
        .edit(
            lease ->
                new LeaseBuilder(lease)
                    .editSpec()
                    .withHolderIdentity("pod/gitscaler/p/other")
                    .endSpec()
                    .build());

    clock.later(DURATION.dividedBy(2));

    assertThat(ending.reached()).isTrue();
    assertThat(ending.failure()).hasMessageContaining("run other in pod gitscaler/p took it over");
    assertThatThrownBy(lost::confirm).hasMessageContaining("took it over");
  }

  @Test
  void isTakenOverOnceItExpired() {
    RunLock.Held frozen = lock("frozen").acquire();
    clock.later(DURATION);
    RunLock.Held second = new WatchedLock(lock("second").acquire(), ending);

    assertThatThrownBy(frozen::confirm).hasMessageContaining("run second on laptop");
    second.confirm();
  }
}
