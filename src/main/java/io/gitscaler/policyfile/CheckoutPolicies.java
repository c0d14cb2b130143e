package io.gitscaler.policyfile;

import io.gitscaler.policy.LoadedPolicies;
import io.gitscaler.policy.PolicyRevision;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads the policies of a checkout and remembers where that lies, so that its files can be kept. */
public final class CheckoutPolicies {
  private @Nullable Path root;

  /** The same as {@link PolicyFileReader#read(Path, Path, PolicyRevision)}. */
  public LoadedPolicies read(Path policies, Path checkout, PolicyRevision revision) {
    root = policies;
    return new PolicyFileReader().read(policies, checkout, revision);
  }

  /** The folder of the policies that were read last. */
  Path root() {
    return Objects.requireNonNull(root, "nothing was read");
  }
}
