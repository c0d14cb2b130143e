package io.gitscaler.workload;

import io.gitscaler.policy.ScalingPolicy;
import java.util.List;

/** Looks at everything that the policies of a pass need, with a number of requests that grows with namespaces and kinds. */
public interface ClusterReader {
  /**
   * Looks once.
   *
   * @throws io.gitscaler.failure.OutsideFailure only when the API server as a whole cannot be used; what concerns some
   *     policies only is in the snapshot
   */
  ClusterSnapshot observe(List<ScalingPolicy> policies);
}
