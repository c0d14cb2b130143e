package io.gitscaler.kubernetes;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
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
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
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
 * preconditions of every write of state and replicas keep the two apart.
 */
public final class RunLease implements RunLock {
  private static final int TRIES = 3;
  private static final Set<String> ENDED = Set.of("Succeeded", "Failed");

  private final KubernetesClient client;
  private final String namespace;
  private final String name;
  private final LeaseHolder holder;
  private final Duration duration;
  private final InstantSource clock;

  /**
   * A lock that is not taken yet.
   *
   * @param duration after which a holder that was not heard of counts as dead; whole seconds, at least 3
   */
  public RunLease(
      KubernetesClient client,
      String namespace,
      String name,
      LeaseHolder holder,
      Duration duration,
      InstantSource clock) {
    this.client = client;
    this.namespace = namespace;
    this.name = name;
    this.holder = holder;
    this.duration = duration;
    this.clock = clock;
  }

  /** What a lock needs in its namespace; a name can limit neither the making of the Lease nor whose pod is looked at. */
  static List<Right> rights(String name) {
    Right create = new Right("coordination.k8s.io", "leases", "create", "");
    return List.of(
        create,
        new Right(create.group(), create.resource(), "get", name),
        new Right(create.group(), create.resource(), "update", name),
        new Right("", "pods", "get", ""));
  }

  @Override
  public Held acquire() {
    for (int i = 0; i < TRIES; i++) {
      Lease found = read();
      if (found != null) {
        refuseWhereHeld(found);
      }
      Optional<Lease> taken = write(taken(found));
      if (taken.isPresent()) {
        return new HeldLease(brisk(), taken.get());
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
    return new RunLease(other, namespace, name, holder, duration, clock);
  }

  private void refuseWhereHeld(Lease found) {
    LeaseSpec spec = found.getSpec();
    if (spec == null || spec.getHolderIdentity() == null || spec.getHolderIdentity().isBlank()) {
      return;
    }
    LeaseHolder other = new LeaseHolder(spec.getHolderIdentity());
    Instant expiry = expiry(spec);
    if (other.equals(holder) || expiry == null || !clock.instant().isBefore(expiry)) {
      return;
    }
    if (other.pod().map(this::ended).orElse(false)) {
      return;
    }
    ZonedDateTime since = spec.getAcquireTime();
    throw failure(
        other + " holds it" + (since == null ? "" : " since " + since.toInstant()),
        "Wait for that run to end; if it is dead, the Lease is free at " + expiry + ".");
  }

  /** Null where the Lease does not say; then nobody is known to be alive. */
  static @Nullable Instant expiry(LeaseSpec spec) {
    ZonedDateTime renewed = spec.getRenewTime();
    Integer seconds = spec.getLeaseDurationSeconds();
    return renewed == null || seconds == null ? null : renewed.toInstant().plusSeconds(seconds);
  }

  /** Whether the pod is certainly over. What cannot be read counts as alive. */
  private boolean ended(LeaseHolder.Pod pod) {
    try {
      Pod found = client.pods().inNamespace(pod.namespace()).withName(pod.name()).get();
      return found == null
          || (found.getStatus() != null
              && found.getStatus().getPhase() != null
              && ENDED.contains(found.getStatus().getPhase()));
    } catch (KubernetesClientException e) {
      return false;
    }
  }

  private Lease taken(@Nullable Lease found) {
    ZonedDateTime now = now();
    LeaseSpec before = found == null ? null : found.getSpec();
    Integer transitions = before == null ? null : before.getLeaseTransitions();
    return new LeaseBuilder()
        .withMetadata(
            found == null
                ? new ObjectMetaBuilder()
                    .withNamespace(namespace)
                    .withName(name)
                    .withLabels(StateLabels.of(name))
                    .build()
                : found.getMetadata())
        .withNewSpec()
        .withHolderIdentity(holder.identity())
        .withLeaseDurationSeconds(Math.toIntExact(duration.toSeconds()))
        .withAcquireTime(now)
        .withRenewTime(now)
        .withLeaseTransitions(found == null ? 0 : Objects.requireNonNullElse(transitions, 0) + 1)
        .endSpec()
        .build();
  }

  /** The Lease as it is; null where there is none. */
  @Nullable Lease read() {
    try {
      return client.leases().inNamespace(namespace).withName(name).get();
    } catch (KubernetesClientException e) {
      throw KubernetesFailures.translate(where(), e);
    }
  }

  /** Writes the Lease at its version, or creates it where it has none; empty where somebody else was faster. */
  Optional<Lease> write(Lease lease) {
    Resource<Lease> resource = client.leases().inNamespace(namespace).resource(lease);
    try {
      boolean create = lease.getMetadata().getResourceVersion() == null;
      return Optional.of(create ? resource.create() : resource.update());
    } catch (KubernetesClientException e) {
      OutsideFailure failure = KubernetesFailures.translate(where(), e);
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
    return "leases.coordination.k8s.io " + namespace + "/" + name;
  }

  OutsideFailure failure(String what, String advice) {
    return new OutsideFailure(FailureKind.LEASE, where(), what, advice);
  }
}
