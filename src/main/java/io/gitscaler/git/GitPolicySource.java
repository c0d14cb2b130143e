package io.gitscaler.git;

import io.gitscaler.failure.FailureKind;
import io.gitscaler.failure.OutsideFailure;
import io.gitscaler.policy.LoadedPolicies;
import io.gitscaler.policy.PolicyRevision;
import io.gitscaler.policy.PolicySource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.jspecify.annotations.Nullable;

/**
 * The policies of one branch, tag or commit of a Git repository. Only that commit is fetched, and written to a folder below
 * the temporary folder that stays until the source is closed, because programs run in it.
 */
public final class GitPolicySource implements PolicySource {
  /** Where a repository's policies are unless somebody says otherwise. */
  public static final String DEFAULT_REF = "main";

  private final GitRemote remote;
  private final String ref;
  private final Path path;
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
    this.remote = place.remote();
    this.ref = place.ref();
    this.path = place.relative();
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
    PolicyRevision revision = fetch(folder, checkout);
    return reader.read(root(checkout), checkout, revision);
  }

  private PolicyRevision fetch(ScratchFolder folder, Path checkout) {
    try (Repository local = folder.repository("fetched.git");
        GitConnection connection = GitConnection.open(remote, local, folder.path())) {
      WantedCommit.Found found = new WantedCommit(connection, local, ref).fetch();
      RevCommit commit = found.commit();
      String signer = signatures == null ? null : signatures.signer(found, local, remote, folder);
      try (var objects = local.newObjectReader()) {
        new Checkout(objects, remote.display()).write(commit.getTree().getId(), checkout);
      }
      return new PolicyRevision(
              remote.display(), ref, commit.name(), Instant.ofEpochSecond(commit.getCommitTime()))
          .signedBy(signer);
    } catch (IOException e) {
      throw folder.unusable(remote, e);
    }
  }

  /** The folder with the policies; each of its names must be a folder and none a link. */
  private Path root(Path checkout) {
    Path at = checkout;
    for (Path name : path) {
      if (name.toString().isEmpty()) {
        continue;
      }
      Path next = at.resolve(name);
      if (!Files.isDirectory(next, LinkOption.NOFOLLOW_LINKS)) {
        throw new OutsideFailure(
            FailureKind.GIT_CONTENT,
            remote.display(),
            "there is no folder \"" + path + "\" in \"" + ref + "\"",
            advice(at, checkout));
      }
      at = next;
    }
    return at;
  }

  private static String advice(Path at, Path checkout) {
    try (Stream<Path> entries = Files.list(at)) {
      List<String> folders =
          entries
              .filter(each -> Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS))
              .map(each -> ServerText.clean(checkout.relativize(each).toString()))
              .sorted()
              .limit(5)
              .toList();
      return folders.isEmpty()
          ? "The policies may lie at the root: use the path \".\"."
          : "There are the folders " + String.join(", ", folders) + ".";
    } catch (IOException e) {
      throw ScratchFolder.unusable(at, e);
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
