package io.gitscaler.kubernetes;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.gitscaler.history.LockHolder;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;

/**
 * What a Lease tells somebody who does not want it.
 *
 * @param holder null where nobody holds it, or there is none
 * @param shards how many runs shared the policies when it was taken last; null where that is not known
 */
public record LeaseSight(@Nullable LockHolder holder, @Nullable Integer shards) {
  /** What is seen of a Lease that nobody can look at. */
  public static final LeaseSight NONE = new LeaseSight(null, null);

  /**
   * Looks at a Lease; needs to {@code get} it and nothing more.
   *
   * @throws io.gitscaler.failure.OutsideFailure when it cannot be read
   */
  public static LeaseSight of(KubernetesClient client, String namespace, String name) {
    Lease found;
    try {
      found = client.leases().inNamespace(namespace).withName(name).get();
    } catch (KubernetesClientException e) {
      throw KubernetesFailures.translate("leases.coordination.k8s.io " + namespace + "/" + name, e);
    }
    if (found == null) {
      return NONE;
    }
    int shards = StateLabels.shards(found);
    return new LeaseSight(holder(found), shards == 0 ? null : shards);
  }

  private static @Nullable LockHolder holder(Lease found) {
    LeaseSpec spec = found.getSpec();
    if (spec == null || spec.getHolderIdentity() == null || spec.getHolderIdentity().isBlank()) {
      return null;
    }
    ZonedDateTime since = spec.getAcquireTime();
    return new LockHolder(
        new LeaseHolder(spec.getHolderIdentity()).toString(),
        since == null ? null : since.toInstant(),
        LeaseHolders.expiry(found));
  }
}
