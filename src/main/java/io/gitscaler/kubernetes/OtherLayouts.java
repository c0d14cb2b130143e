package io.gitscaler.kubernetes;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.gitscaler.failure.FailureKind;
import io.gitscaler.failure.OutsideFailure;
import io.gitscaler.policy.Shard;
import java.util.List;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps apart runs that share the policies of an installation in different ways. A run that has its own Lease looks at all of
 * them: of two that begin at one time at least one sees the other, because each looks after it has taken its own. A Lease whose
 * holder is dead is released, so that a run that only seemed to be dead finds that it has lost it.
 */
record OtherLayouts(
    KubernetesClient client, String namespace, String state, Shard shard, LeaseHolders holders) {
  private static final Logger LOG = LoggerFactory.getLogger(OtherLayouts.class);
  private static final int TRIES = 3;

  /**
   * Makes sure that nobody runs in another layout.
   *
   * @throws OutsideFailure of kind LEASE when somebody does
   */
  void exclude() {
    for (int i = 0; i < TRIES; i++) {
      boolean again = false;
      for (Lease lease : list()) {
        String name = lease.getMetadata().getName();
        OptionalInt index = StateNames.shard(state, name);
        if (index.isPresent() && StateLabels.shards(lease) != shard.count()) {
          again |= !end(lease, index.getAsInt() >= shard.count());
        }
      }
      if (!again) {
        return;
      }
    }
    throw failure(where(state), "others change it again and again", "The next run tries again.");
  }

  private List<Lease> list() {
    try {
      return client
          .leases()
          .inNamespace(namespace)
          .withLabel(StateLabels.STATE, state)
          .list()
          .getItems();
    } catch (KubernetesClientException e) {
      throw KubernetesFailures.translate("leases in namespace " + namespace, e);
    }
  }

  /** Releases the Lease of a dead run; removes one that nobody needs any more. False where it changed since it was read. */
  private boolean end(Lease lease, boolean retired) {
    holders
        .alive(lease)
        .ifPresent(
            holder -> {
              throw running(lease, holder);
            });
    if (LeaseHolders.named(lease).isPresent()) {
      return released(lease);
    }
    if (retired) {
      remove(lease);
    }
    return true;
  }

  private boolean released(Lease lease) {
    Lease wanted = new LeaseBuilder(lease).editSpec().withHolderIdentity("").endSpec().build();
    try {
      client.leases().inNamespace(namespace).resource(wanted).update();
      return true;
    } catch (KubernetesClientException e) {
      OutsideFailure failure =
          KubernetesFailures.translate(where(lease.getMetadata().getName()), e);
      if (failure.kind() == FailureKind.CONFLICT || failure.kind() == FailureKind.NOT_FOUND) {
        return false;
      }
      throw failure;
    }
  }

  private void remove(Lease lease) {
    try {
      client
          .leases()
          .inNamespace(namespace)
          .resource(lease)
          .lockResourceVersion(lease.getMetadata().getResourceVersion())
          .delete();
    } catch (KubernetesClientException e) {
      // Other shards may have been faster; and what stays there harms nobody.
      LOG.debug("{} stays", where(lease.getMetadata().getName()), e);
    }
  }

  private OutsideFailure running(Lease lease, LeaseHolder holder) {
    return failure(
        where(lease.getMetadata().getName()),
        holder
            + " holds it with --shards "
            + StateLabels.shards(lease)
            + ", and this run has --shards "
            + shard.count(),
        "Wait for that run to end, and start all runs with the same number of shards; if it is dead, the Lease is free at "
            + LeaseHolders.expiry(lease)
            + ".");
  }

  private String where(String name) {
    return "leases.coordination.k8s.io " + namespace + "/" + name;
  }

  private static OutsideFailure failure(String where, String what, String advice) {
    return new OutsideFailure(FailureKind.LEASE, where, what, advice);
  }
}
