package io.gitscaler.policyfile;

import io.gitscaler.failure.FailureKind;
import io.gitscaler.failure.OutsideFailure;
import io.gitscaler.policy.LoadedPolicies;
import io.gitscaler.policy.PolicyRevision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads the policies of a checkout that was made for this run, takes the links out of it that lead elsewhere, so that no program
 * can follow them, and remembers where it lies, so that its files can be kept.
 */
public final class CheckoutPolicies {
  private @Nullable Path root;

  /**
   * Reads the policies as {@link PolicyFileReader#read(Path, Path, PolicyRevision)} does.
   *
   * @throws OutsideFailure also when a link that leads out of the checkout cannot be taken away
   */
  public LoadedPolicies read(Path policies, Path checkout, PolicyRevision revision) {
    root = policies;
    Reading reading = PolicyFileReader.reading(policies, checkout);
    for (Path link : reading.refused()) {
      try {
        Files.delete(link);
      } catch (IOException e) {
        throw new OutsideFailure(
            FailureKind.UNUSABLE,
            link.toString(),
            "this link leads out of the checkout, and cannot be taken away: " + e,
            "Give this user the right to write the temporary folder.",
            e);
      }
    }
    String folder = checkout.relativize(policies).toString();
    return reading.result(
        revision,
        (folder.isEmpty() ? "" : "folder " + folder + " of ")
            + "commit "
            + revision.shortName()
            + " in "
            + revision.source(),
        "Commit the first one, or correct --policies-path and --policies-ref.");
  }

  /** The folder of the policies that were read last. */
  Path root() {
    return Objects.requireNonNull(root, "nothing was read");
  }
}
