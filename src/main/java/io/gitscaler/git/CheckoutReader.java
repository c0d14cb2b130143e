package io.gitscaler.git;

import io.gitscaler.policy.LoadedPolicies;
import io.gitscaler.policy.PolicyRevision;
import java.nio.file.Path;

/** Reads the policies of a checkout; how they are spelled is not this package's business. */
@FunctionalInterface
public interface CheckoutReader {
  /**
   * Reads every policy below a folder.
   *
   * @param root the folder that holds the policies; inside {@code checkout} or the same
   * @param checkout the whole checkout, which no link may leave
   */
  LoadedPolicies read(Path root, Path checkout, PolicyRevision revision);
}
