package io.gitscaler.kubernetes;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import io.gitscaler.failure.FailureKind;
import io.gitscaler.failure.OutsideFailure;
import io.gitscaler.history.RunLock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Lease that is ours until it is closed or lost. Renewed when a third of its duration has passed, by one of those who confirm it;
 * the others need not wait for the answer as long as nobody else may take it.
 */
final class HeldLease implements RunLock.Held {
  private static final Logger LOG = LoggerFactory.getLogger(HeldLease.class);

  private final RunLease lease;
  private final ReentrantLock renewing = new ReentrantLock();
  private Lease current;
  private volatile Instant renewed;
  private volatile @Nullable OutsideFailure lost;
  private volatile boolean closed;

  HeldLease(RunLease lease, Lease taken) {
    this.lease = lease;
    this.current = taken;
    // When others begin to count, and not when the answer came.
    this.renewed = taken.getSpec().getRenewTime().toInstant();
  }

  @Override
  public Duration confirmEvery() {
    return lease.duration().dividedBy(6);
  }

  @Override
  public void confirm() {
    check();
    if (!due()) {
      return;
    }
    if (expired()) {
      renewing.lock();
    } else if (!renewing.tryLock()) {
      return;
    }
    try {
      check();
      if (due()) {
        renew(lease.now().toInstant());
      }
    } finally {
      renewing.unlock();
    }
  }

  private void check() {
    OutsideFailure known = lost;
    if (known != null) {
      throw known;
    }
    if (closed) {
      throw new IllegalStateException("the lock was given back");
    }
  }

  /** A clock that was put back to before the last renewal does not tell how long ago that was. */
  private boolean due() {
    Instant now = lease.now().toInstant();
    return now.isBefore(renewed) || !now.isBefore(renewed.plus(lease.duration().dividedBy(3)));
  }

  private boolean expired() {
    return !lease.now().toInstant().isBefore(renewed.plus(lease.duration()));
  }

  private void renew(Instant now) {
    try {
      if (renewedAtOurVersion() || renewedAtTheVersionFound()) {
        renewed = now;
      }
    } catch (OutsideFailure failure) {
      if (failure.kind() != FailureKind.CLUSTER_UNREACHABLE) {
        throw failure;
      }
      if (expired()) {
        throw loss("it expired while it could not be renewed: " + failure.sentence());
      }
      // Nobody else may take it yet; the next confirmation tries again.
    }
  }

  private boolean renewedAtOurVersion() {
    try {
      return written(spec(current, lease.holder().identity()));
    } catch (OutsideFailure failure) {
      if (failure.kind() == FailureKind.NOT_FOUND) {
        throw loss("it was deleted during the run");
      }
      throw failure;
    }
  }

  /** Somebody changed the Lease: a label perhaps, or it was our own renewal whose answer was lost, or it is not ours any more. */
  private boolean renewedAtTheVersionFound() {
    Lease found = lease.read();
    LeaseSpec spec = found == null ? null : found.getSpec();
    String identity = spec == null ? null : spec.getHolderIdentity();
    if (found == null || !lease.holder().identity().equals(identity)) {
      throw loss(
          identity == null || identity.isBlank()
              ? "it was released by somebody else during the run"
              : new LeaseHolder(identity) + " took it over during the run");
    }
    if (!written(spec(found, lease.holder().identity()))) {
      throw loss("it was changed by somebody else again and again");
    }
    return true;
  }

  private OutsideFailure loss(String what) {
    OutsideFailure failure =
        lease.failure(what, "This run ends, and tells of nothing but what it scaled.");
    lost = failure;
    return failure;
  }

  @Override
  public void close() {
    renewing.lock();
    try {
      giveBack();
    } finally {
      renewing.unlock();
    }
  }

  private void giveBack() {
    if (closed || lost != null) {
      closed = true;
      return;
    }
    closed = true;
    try {
      if (!written(spec(current, ""))) {
        LOG.warn("{}: it was changed by somebody else and is left as it is", lease.where());
      }
    } catch (OutsideFailure failure) {
      // The run is done all the same; the next one waits for the expiry, or sees that the pod is
      // gone.
      LOG.warn("the Lease could not be given back: {}", failure.sentence());
    }
  }

  private boolean written(Lease wanted) {
    Optional<Lease> written = lease.write(wanted);
    written.ifPresent(now -> current = now);
    return written.isPresent();
  }

  private Lease spec(Lease at, String identity) {
    ZonedDateTime now = lease.now();
    return new LeaseBuilder(at)
        .editSpec()
        .withHolderIdentity(identity)
        .withRenewTime(now)
        .endSpec()
        .build();
  }
}
