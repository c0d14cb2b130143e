package io.gitscaler.kubernetes;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who holds a Lease, and whether they still do. */
record LeaseHolders(KubernetesClient client, InstantSource clock) {
  private static final Set<String> ENDED = Set.of("Succeeded", "Failed");

  /** Whom the Lease names, dead or alive; empty where it is released. */
  static Optional<LeaseHolder> named(Lease lease) {
    LeaseSpec spec = lease.getSpec();
    return spec == null || spec.getHolderIdentity() == null || spec.getHolderIdentity().isBlank()
        ? Optional.empty()
        : Optional.of(new LeaseHolder(spec.getHolderIdentity()));
  }

  /** The holder, where nobody else may take the Lease: it has not expired, and the holder's pod is not known to be over. */
  Optional<LeaseHolder> alive(Lease lease) {
    Instant expiry = expiry(lease);
    return named(lease)
        .filter(holder -> expiry != null && clock.instant().isBefore(expiry))
        .filter(holder -> !holder.pod().map(this::ended).orElse(false));
  }

  /** When the Lease is free in any case; null where it does not say, for then nobody is known to be alive. */
  static @Nullable Instant expiry(Lease lease) {
    LeaseSpec spec = lease.getSpec();
    ZonedDateTime renewed = spec == null ? null : spec.getRenewTime();
    Integer seconds = spec == null ? null : spec.getLeaseDurationSeconds();
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
}
