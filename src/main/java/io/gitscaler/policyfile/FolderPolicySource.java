package io.gitscaler.policyfile;

import io.gitscaler.failure.FailureKind;
import io.gitscaler.failure.OutsideFailure;
import io.gitscaler.policy.LoadedPolicies;
import io.gitscaler.policy.PolicyRevision;
import io.gitscaler.policy.PolicySource;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Policies from a plain folder, such as a mounted ConfigMap or a working copy. Links must not leave the Git checkout in which the
 * folder lies; where there is none, the folder.
 */
public final class FolderPolicySource implements PolicySource {
  private final Path folder;

  public FolderPolicySource(Path folder) {
    this.folder = folder;
  }

  @Override
  public LoadedPolicies load() {
    if (!Files.isDirectory(folder)) {
      throw new OutsideFailure(
          FailureKind.NOT_FOUND,
          folder.toString(),
          "there is no such folder",
          "Name the folder of your policies with --policies-dir.");
    }
    Path root = folder.toAbsolutePath().normalize();
    return new PolicyFileReader()
        .read(
            root,
            PolicyFileReader.checkoutRoot(root),
            new PolicyRevision(folder.toString(), "", null, null));
  }

  /** Nothing to release: the folder stays where it is. */
  @Override
  public void close() {}
}
