package io.gitscaler.kubernetes;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import io.gitscaler.failure.FailureKind;
import io.gitscaler.failure.OutsideFailure;
import io.gitscaler.history.RunLock;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A Lease that is ours until it is closed or lost. Renewed when a third of its duration has passed; may be shared by threads. */
final class HeldLease implements RunLock.Held {
  private static final Logger LOG = LoggerFactory.getLogger(HeldLease.class);

  private final RunLease lease;
  private Lease current;
  private Instant renewed;
  private @Nullable OutsideFailure lost;
  private boolean closed;

  HeldLease(RunLease lease, Lease taken) {
    this.lease = lease;
    this.current = taken;
    this.renewed = lease.now().toInstant();
  }

  @Override
  public synchronized void confirm() {
    if (lost != null) {
      throw lost;
    }
    if (closed) {
      throw new IllegalStateException("the lock was given back");
    }
    Instant now = lease.now().toInstant();
    if (!now.isBefore(renewed.plus(lease.duration().dividedBy(3)))) {
      renew(now);
    }
  }

  private void renew(Instant now) {
    try {
      if (renewedAtOurVersion() || renewedAtTheVersionFound()) {
        renewed = now;
      }
    } catch (OutsideFailure failure) {
      boolean stillOurs = now.isBefore(renewed.plus(lease.duration()));
      if (failure.kind() == FailureKind.CLUSTER_UNREACHABLE && stillOurs) {
        // Nobody else may take it yet; the next confirmation tries again.
        return;
      }
      throw failure.kind() == FailureKind.CLUSTER_UNREACHABLE
          ? loss("it expired while it could not be renewed: " + failure.sentence())
          : failure;
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
    OutsideFailure failure = lease.failure(what, "Nothing more is written by this run.");
    lost = failure;
    return failure;
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (lost != null) {
      return;
    }
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
