package io.gitscaler.policyfile;

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

  /**
   * A folder that is there; what becomes of it later is a failure of {@link #load()}.
   *
   * @throws IllegalArgumentException with a sentence where there is no such folder
   */
  public FolderPolicySource(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new IllegalArgumentException(
          folder
              + ": there is no such folder. Name the folder of your policies with --policies-dir.");
    }
    this.folder = folder;
  }

  @Override
  public LoadedPolicies load() {
    Path root = folder.toAbsolutePath().normalize();
    return PolicyFileReader.reading(root, PolicyFileReader.checkoutRoot(root))
        .result(
            new PolicyRevision(folder.toString(), "", null, null),
            folder.toString(),
            "Put the first one there, or name another folder with --policies-dir.");
  }

  /** Nothing to release: the folder stays where it is. */
  @Override
  public void close() {}
}
