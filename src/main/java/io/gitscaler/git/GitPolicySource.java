package io.gitscaler.git;

import io.gitscaler.policy.LoadedPolicies;
import io.gitscaler.policy.PolicyRevision;
import io.gitscaler.policy.PolicySource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.jspecify.annotations.Nullable;

/**
 * The policies of one branch, tag or commit of a Git repository. Only that commit is fetched, and of it only the policies' folder is
 * written, below the temporary folder, where it stays until the source is closed, because programs run in it.
 */
public final class GitPolicySource implements PolicySource {
  private final GitFolder place;
  private final @Nullable RequiredSignatures signatures;
  private final Path temporary;
  private final CheckoutReader reader;
  private @Nullable ScratchFolder scratch;

  /**
   * A source that has read nothing yet.
   *
   * @param signatures null where nobody looks at them
   * @param temporary folder below which the checkout is written
   */
  public GitPolicySource(
      GitFolder place,
      @Nullable RequiredSignatures signatures,
      Path temporary,
      CheckoutReader reader) {
    this.place = place;
    this.signatures = signatures;
    this.temporary = temporary;
    this.reader = reader;
  }

  @Override
  public LoadedPolicies load() {
    close();
    ScratchFolder folder = ScratchFolder.below(temporary, "gitscaler-policies-");
    scratch = folder;
    Path checkout = folder.path().resolve("checkout");
    Path root = checkout.resolve(place.relative()).normalize();
    PolicyRevision revision = fetch(folder, root);
    return reader.read(root, checkout, revision);
  }

  private PolicyRevision fetch(ScratchFolder scratchFolder, Path root) {
    GitRemote remote = place.remote();
    try (Repository local = scratchFolder.repository("fetched.git");
        GitConnection connection = GitConnection.open(remote, local, scratchFolder.path())) {
      // Of a whole repository everything is needed, and comes with one request.
      GitConnection.Amount amount =
          place.names().isEmpty()
              ? GitConnection.Amount.SNAPSHOT
              : GitConnection.Amount.SNAPSHOT_WITHOUT_FILES;
      WantedCommit.Found found = new WantedCommit(connection, local, place.ref(), amount).fetch();
      RevCommit commit = found.commit();
      String signer =
          signatures == null ? null : signatures.signer(found, local, remote, scratchFolder);
      FolderOfCommit folder = new FolderOfCommit(local, place, commit);
      ObjectId tree = folder.tree();
      folder.bring(connection, tree);
      try (var objects = local.newObjectReader()) {
        new Checkout(objects, remote.display()).write(tree, root);
      }
      return new PolicyRevision(
              remote.display(),
              place.ref(),
              commit.name(),
              Instant.ofEpochSecond(commit.getCommitTime()))
          .signedBy(signer);
    } catch (IOException e) {
      throw scratchFolder.unusable(remote, e);
    }
  }

  @Override
  public boolean trusts(PolicyRevision earlier) {
    return signatures == null || signatures.allow(earlier.signedBy());
  }

  @Override
  public void close() {
    if (scratch != null) {
      scratch.close();
      scratch = null;
    }
  }
}
