package io.gitscaler.workload;

import io.gitscaler.policy.ScalingPolicy;
import io.gitscaler.policy.TargetRef;
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

  /**
   * Looks at one target by itself: what an interrupted run announced is judged by it even where no policy names the target any
   * more. Costs requests of its own.
   */
  Sight<Workload> look(String namespace, TargetRef target);
}
