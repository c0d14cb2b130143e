package io.gitscaler;

import io.gitscaler.policy.PolicyId;
import io.gitscaler.policy.ScalingPolicy;
import io.gitscaler.policy.ShardPolicies;
import io.gitscaler.policy.TargetRef;
import io.gitscaler.workload.ClusterReader;
import io.gitscaler.workload.ClusterSnapshot;
import io.gitscaler.workload.Sight;
import io.gitscaler.workload.Workload;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The cluster as a shard looks at it: together with the policies of other shards in the same namespaces, so that two whose targets
 * have pods in common are found wherever they belong.
 */
record ShardCluster(ClusterReader cluster, ShardPolicies policies) implements ClusterReader {
  @Override
  public ClusterSnapshot observe(List<ScalingPolicy> share) {
    Set<String> namespaces =
        share.stream().map(ScalingPolicy::id).map(PolicyId::namespace).collect(Collectors.toSet());
    return cluster.observe(
        policies.whole().stream()
            .filter(policy -> namespaces.contains(policy.id().namespace()))
            .toList());
  }

  @Override
  public Sight<Workload> look(String namespace, TargetRef target) {
    return cluster.look(namespace, target);
  }
}
