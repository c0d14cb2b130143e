package io.gitscaler.kubernetes;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.gitscaler.history.LockHolder;
import java.time.ZonedDateTime;
import java.util.Optional;

/** Looks at a Lease without wanting it; needs to {@code get} it and nothing more. */
public record LeaseSight(KubernetesClient client, String namespace, String name) {
  /**
   * Who holds it; empty where nobody does, or there is none.
   *
   * @throws io.gitscaler.failure.OutsideFailure when it cannot be read
   */
  public Optional<LockHolder> holder() {
    Lease found;
    try {
      found = client.leases().inNamespace(namespace).withName(name).get();
    } catch (KubernetesClientException e) {
      throw KubernetesFailures.translate("leases.coordination.k8s.io " + namespace + "/" + name, e);
    }
    LeaseSpec spec = found == null ? null : found.getSpec();
    if (spec == null || spec.getHolderIdentity() == null || spec.getHolderIdentity().isBlank()) {
      return Optional.empty();
    }
    ZonedDateTime since = spec.getAcquireTime();
    return Optional.of(
        new LockHolder(
            new LeaseHolder(spec.getHolderIdentity()).toString(),
            since == null ? null : since.toInstant(),
            LeaseHolders.expiry(found)));
  }
}
