package io.gitscaler;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.gitscaler.cli.usecase.ClusterPlace;
import io.gitscaler.cli.usecase.InstallationStatus;
import io.gitscaler.cli.usecase.StatusRequest;
import io.gitscaler.failure.OutsideFailure;
import io.gitscaler.history.ShardState;
import io.gitscaler.kubernetes.ConfigMapHomes;
import io.gitscaler.kubernetes.LeaseSight;
import io.gitscaler.policy.Shard;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Finds what {@code status} tells, with two requests that only read: state, and the Lease. */
record Watching(Map<String, String> environment, InstantSource clock) {
  InstallationStatus status(StatusRequest request) {
    ClusterPlace place = request.cluster();
    try (KubernetesClient client = Installation.connect(place, environment)) {
      List<String> remarks = new ArrayList<>();
      LeaseSight lease = lease(client, place, remarks);
      ShardState state =
          new ShardState(
              new ConfigMapHomes(client, place.namespace(), place.stateName()), Shard.WHOLE);
      return InstallationStatus.of(place, clock.instant(), state.load(), lease.holder(), remarks)
          .withShards(state.homes(), request.shards() == null ? lease.shards() : request.shards());
    }
  }

  /** Who holds the Lease is worth knowing and not worth failing for. */
  private static LeaseSight lease(
      KubernetesClient client, ClusterPlace place, List<String> remarks) {
    try {
      return LeaseSight.of(client, place.namespace(), place.stateName());
    } catch (OutsideFailure unseen) {
      remarks.add("Who holds the Lease is not known: " + unseen.sentence());
      return LeaseSight.NONE;
    }
  }
}
