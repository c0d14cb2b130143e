package io.gitscaler.kubernetes;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.RequestConfig;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.gitscaler.failure.FailureKind;
import io.gitscaler.failure.OutsideFailure;
import io.gitscaler.history.RunLock;
import io.gitscaler.policy.Shard;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps two runs apart by a Lease. It is taken when it is not there, released, or expired, and at once when the pod of its
 * holder is gone or has ended; a holder whose pod may not be read is waited for until it expires.
 *
 * <p>The client library's leader election is made for a process that stays: it waits for its turn in a loop of its own, and
 * its {@code LeaseLock} forgets the version that it wrote, so that each renewal reads first and a take-over in between goes
 * unseen. A run takes its turn or ends. So this is the Lease itself, each write at the version of the write before.
 *
 * <p>Expiry compares the holder's clock with this one's. Where they differ too much a run may be taken for dead; then the
 * preconditions of every write of state and replicas keep the two apart: what one of them writes, the other cannot overwrite. A target that
 * the other left as it was can still be scaled by the slower one, which tells of that itself.
 */
public final class RunLease implements RunLock {
  private static final int TRIES = 3;

  private final KubernetesClient client;
  private final String namespace;
  private final String state;
  private final Shard shard;
  private final LeaseHolder holder;
  private final Duration duration;
  private final InstantSource clock;
  private final LeaseHolders holders;

  /**
   * A lock that is not taken yet.
   *
   * @param state the name of the state that the Lease is for
   * @param shard which has a Lease of its own
   * @param duration after which a holder that was not heard of counts as dead; whole seconds, at least 3
   */
  public RunLease(
      KubernetesClient client,
      String namespace,
      String state,
      Shard shard,
      LeaseHolder holder,
      Duration duration,
      InstantSource clock) {
    this.client = client;
    this.namespace = namespace;
    this.state = state;
    this.shard = shard;
    this.holder = holder;
    this.duration = duration;
    this.clock = clock;
    this.holders = new LeaseHolders(client, clock);
  }

  /**
   * What the locks of so many shards need in their namespace; a name can limit neither the making and listing of Leases nor whose
   * pod is looked at.
   */
  static List<Right> rights(String state, int shards) {
    List<Right> rights = new ArrayList<>();
    rights.add(right("create", ""));
    rights.add(right("list", ""));
    for (int index = 0; index < shards; index++) {
      String name = StateNames.home(state, index);
      rights.add(right("get", name));
      rights.add(right("update", name));
      if (index > 0) {
        rights.add(right("delete", name));
      }
    }
    rights.add(new Right("", "pods", "get", ""));
    return rights;
  }

  private static Right right(String verb, String name) {
    return new Right("coordination.k8s.io", "leases", verb, name);
  }

  @Override
  public Held acquire() {
    for (int i = 0; i < TRIES; i++) {
      Optional<Lease> taken = take();
      if (taken.isPresent()) {
        Held held = new HeldLease(brisk(), taken.get());
        try {
          new OtherLayouts(client, namespace, state, shard, holders).exclude();
          return held;
        } catch (RuntimeException refused) {
          held.close();
          throw refused;
        }
      }
    }
    throw failure("several runs want it at the same time", "The next run tries again.");
  }

  /** The same with less patience, so that a renewal is answered, or tried again, long before the Lease expires. */
  private RunLease brisk() {
    RequestConfig config =
        new RequestConfigBuilder(client.getConfiguration().getRequestConfig())
            .withRequestTimeout(Math.toIntExact(duration.dividedBy(12).toMillis()))
            .withRequestRetryBackoffLimit(1)
            .build();
    KubernetesClient other = client.newClient(config).adapt(KubernetesClient.class);
    return new RunLease(other, namespace, state, shard, holder, duration, clock);
  }

  /** Empty where somebody else was faster. */
  private Optional<Lease> take() {
    Lease found = read();
    if (found != null) {
      refuseWhereHeld(found);
    }
    try {
      return write(taken(found));
    } catch (OutsideFailure failure) {
      if (found != null && failure.kind() == FailureKind.NOT_FOUND) {
        // A run with fewer shards removed it; there is room for a new one.
        return Optional.empty();
      }
      throw failure;
    }
  }

  private void refuseWhereHeld(Lease found) {
    Optional<LeaseHolder> other = holders.alive(found).filter(alive -> !alive.equals(holder));
    if (other.isPresent()) {
      ZonedDateTime since = found.getSpec().getAcquireTime();
      throw failure(
          other.get() + " holds it" + (since == null ? "" : " since " + since.toInstant()),
          "Wait for that run to end; if it is dead, the Lease is free at "
              + LeaseHolders.expiry(found)
              + ".");
    }
  }

  private Lease taken(@Nullable Lease found) {
    ZonedDateTime now = now();
    LeaseSpec before = found == null ? null : found.getSpec();
    Integer transitions = before == null ? null : before.getLeaseTransitions();
    ObjectMeta meta =
        found == null
            ? new ObjectMetaBuilder().withNamespace(namespace).withName(name()).build()
            : found.getMetadata();
    return new LeaseBuilder()
        .withMetadata(
            new ObjectMetaBuilder(meta)
                .withLabels(StateLabels.of(state, shard, meta.getLabels()))
                .build())
        .withNewSpec()
        .withHolderIdentity(holder.identity())
        .withLeaseDurationSeconds(Math.toIntExact(duration.toSeconds()))
        .withAcquireTime(now)
        .withRenewTime(now)
        .withLeaseTransitions(found == null ? 0 : Objects.requireNonNullElse(transitions, 0) + 1)
        .endSpec()
        .build();
  }

  private String name() {
    return StateNames.home(state, shard.index());
  }

  /** The Lease as it is; null where there is none. */
  @Nullable Lease read() {
    try {
      Lease found = client.leases().inNamespace(namespace).withName(name()).get();
      return found == null ? null : KubernetesFailures.whole(where(), found);
    } catch (KubernetesClientException e) {
      throw KubernetesFailures.translate(client, where(), e);
    }
  }

  /** Writes the Lease at its version, or creates it where it has none; empty where somebody else was faster. */
  Optional<Lease> write(Lease lease) {
    Resource<Lease> resource = client.leases().inNamespace(namespace).resource(lease);
    try {
      boolean create = lease.getMetadata().getResourceVersion() == null;
      Lease written = create ? resource.create() : resource.update();
      return Optional.of(KubernetesFailures.whole(where(), written));
    } catch (KubernetesClientException e) {
      OutsideFailure failure = KubernetesFailures.translate(client, where(), e);
      if (failure.kind() == FailureKind.CONFLICT) {
        return Optional.empty();
      }
      throw failure;
    }
  }

  LeaseHolder holder() {
    return holder;
  }

  Duration duration() {
    return duration;
  }

  ZonedDateTime now() {
    return clock.instant().atZone(ZoneOffset.UTC);
  }

  String where() {
    return "leases.coordination.k8s.io " + namespace + "/" + name();
  }

  OutsideFailure failure(String what, String advice) {
    return new OutsideFailure(FailureKind.LEASE, where(), what, advice);
  }
}
