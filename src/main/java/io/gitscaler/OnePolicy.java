package io.gitscaler;

import io.gitscaler.cli.usecase.UnknownPolicyException;
import io.gitscaler.policy.LoadedPolicies;
import io.gitscaler.policy.PolicyId;
import io.gitscaler.policy.PolicySource;
import io.gitscaler.policy.ScalingPolicy;
import java.util.List;

/** Policies of which only one is of interest. */
record OnePolicy(PolicySource all, PolicyId wanted) implements PolicySource {
  /**
   * Reads all and keeps one.
   *
   * @throws UnknownPolicyException when there is no valid policy of that name
   */
  @Override
  public LoadedPolicies load() {
    LoadedPolicies loaded = all.load();
    List<ScalingPolicy> found =
        loaded.policies().stream().filter(policy -> policy.id().equals(wanted)).toList();
    if (found.isEmpty()) {
      throw new UnknownPolicyException(
          wanted, loaded.policies().stream().map(ScalingPolicy::id).toList(), loaded.problems());
    }
    return new LoadedPolicies(loaded.revision(), found, List.of(), List.of());
  }

  @Override
  public void close() {
    all.close();
  }
}
