package io.gitscaler.policyfile;

import io.gitscaler.failure.FailureKind;
import io.gitscaler.failure.OutsideFailure;
import io.gitscaler.folder.Deletion;
import io.gitscaler.policy.KeptPolicies;
import io.gitscaler.policy.LoadedPolicies;
import io.gitscaler.policy.PolicyArchive;
import io.gitscaler.policy.PolicyRevision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reads versions that are kept: in folders below the temporary folder, which stay until this is closed, for programs run there. */
public final class UnpackedPolicies implements AutoCloseable {
  private final PolicyArchive archive;
  private final Path temporary;
  private final CheckoutPolicies checkout;
  private @Nullable Path scratch;
  private int folders;

  /**
   * Nothing unpacked yet.
   *
   * @param checkout reads what is not unpacked but checked out of Git
   * @param temporary folder below which everything is written
   */
  public UnpackedPolicies(PolicyArchive archive, CheckoutPolicies checkout, Path temporary) {
    this.archive = archive;
    this.checkout = checkout;
    this.temporary = temporary;
  }

  CheckoutPolicies checkout() {
    return checkout;
  }

  PolicyArchive archive() {
    return archive;
  }

  /** The policies of a version, each of them marked as being of this revision. */
  LoadedPolicies read(KeptPolicies version, PolicyRevision marked) {
    byte[] files = archive.files(version);
    Path folder;
    try {
      Path base = scratch();
      folder = base.resolve("version-" + folders++);
      PackedFolder.unpack(files, folder, base);
    } catch (IOException e) {
      throw new OutsideFailure(
          FailureKind.UNUSABLE,
          "the last good policies, commit " + version.revision().shortName(),
          "they cannot be unpacked below " + temporary + ": " + e.getMessage(),
          "Give that folder space, and this user the right to write it.",
          e);
    }
    LoadedPolicies read = new PolicyFileReader().read(folder, folder, marked);
    return new LoadedPolicies(
        marked,
        read.policies().stream().map(policy -> policy.insteadFrom(marked)).toList(),
        read.problems(),
        read.skipped());
  }

  PackedFolder pack(Path folder) throws IOException {
    return PackedFolder.pack(folder, scratch());
  }

  private Path scratch() throws IOException {
    Path folder = scratch;
    if (folder == null) {
      Files.createDirectories(temporary);
      folder = Files.createTempDirectory(temporary, "gitscaler-kept-").toRealPath();
      scratch = folder;
    }
    return folder;
  }

  @Override
  public void close() {
    Path folder = scratch;
    scratch = null;
    if (folder != null) {
      Deletion.of(folder);
    }
  }
}
