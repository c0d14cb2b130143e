package io.gitscaler;

import io.gitscaler.policy.LoadedPolicies;
import io.gitscaler.policy.PolicySource;

/** Policies of which somebody else must know when they were read. */
record AnnouncedPolicies(PolicySource policies, Runnable whenRead) implements PolicySource {
  @Override
  public LoadedPolicies load() {
    LoadedPolicies loaded = policies.load();
    whenRead.run();
    return loaded;
  }

  @Override
  public void close() {
    policies.close();
  }
}
