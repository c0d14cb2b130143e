package io.gitscaler.git;

import io.gitscaler.failure.FailureKind;
import io.gitscaler.failure.OutsideFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.jspecify.annotations.Nullable;

/**
 * The newest commit of the trail's branch, fetched without its history and, where the server can, without its files: of
 * these only the ones that are asked for.
 */
final class TrailBranch {
  private static final ObjectId OUR_MARKER =
      new ObjectInserter.Formatter().idFor(Constants.OBJ_BLOB, TrailFiles.marker());

  private final GitConnection connection;
  private final Repository local;
  private final String ref;
  private final @Nullable RevCommit tip;
  private final @Nullable CommitFolders folders;

  private TrailBranch(
      GitConnection connection, Repository local, String ref, @Nullable RevCommit tip) {
    this.connection = connection;
    this.local = local;
    this.ref = ref;
    this.tip = tip;
    this.folders = tip == null ? null : new CommitFolders(local, tip.getTree());
  }

  /**
   * Fetches the branch.
   *
   * @throws OutsideFailure for a branch that exists and is not a trail in our format
   */
  static TrailBranch fetch(GitConnection connection, Repository local, String ref)
      throws IOException {
    ObjectId id = tip(connection, ref, GitConnection.Amount.SNAPSHOT_WITHOUT_FILES);
    if (id == null) {
      return new TrailBranch(connection, local, ref, null);
    }
    try (RevWalk walk = new RevWalk(local)) {
      RevCommit commit = walk.parseCommit(id);
      TrailBranch branch = new TrailBranch(connection, local, ref, commit);
      branch.checkMarker();
      return branch;
    }
  }

  private static @Nullable ObjectId tip(
      GitConnection connection, String ref, GitConnection.Amount amount) {
    try (Advertised refs = connection.ask(amount, ref)) {
      Ref found = refs.ref(ref);
      ObjectId id = found == null ? null : found.getObjectId();
      if (id == null || refs.tryFetch(List.of(id))) {
        return id;
      }
    }
    if (amount.equals(GitConnection.Amount.SNAPSHOT)) {
      throw new OutsideFailure(
          FailureKind.GIT_REFUSED,
          connection.remote().display(),
          "the Git server does not give the newest commit of " + Repository.shortenRefName(ref),
          "It must support shallow fetches; see the server's log for its reason.");
    }
    return tip(connection, ref, GitConnection.Amount.SNAPSHOT);
  }

  /** Knows our own marker by its id, so that mostly nothing has to be fetched. */
  private void checkMarker() throws IOException {
    if (OUR_MARKER.equals(blob(TrailFiles.MARKER))) {
      return;
    }
    bring(List.of(TrailFiles.MARKER));
    Optional<byte[]> marker = content(TrailFiles.MARKER);
    String where = where();
    String branch = Repository.shortenRefName(ref);
    if (marker.isEmpty()) {
      throw new OutsideFailure(
          FailureKind.GIT_CONTENT,
          where,
          "the branch "
              + branch
              + " exists and is not a trail: it has no file "
              + TrailFiles.MARKER,
          "Name another branch for the trail; one that does not exist is created.");
    }
    if (!TrailFiles.isOurFormat(marker.get())) {
      throw new OutsideFailure(
          FailureKind.GIT_CONTENT,
          where,
          "the branch "
              + branch
              + " holds a trail in another format: "
              + ServerText.clean(new String(marker.get(), StandardCharsets.UTF_8)),
          "Use the version of gitscaler that wrote it, or a newer one.");
    }
  }

  /** The remote, for messages. */
  String where() {
    return connection.remote().display();
  }

  /** The newest commit; null where the branch does not exist. */
  @Nullable RevCommit tip() {
    return tip;
  }

  /** Fetches those of the files that exist and are not here yet, all at once. */
  void bring(Collection<String> paths) throws IOException {
    List<ObjectId> missing = new ArrayList<>();
    try (ObjectReader reader = local.newObjectReader()) {
      for (String path : paths) {
        ObjectId id = blob(path);
        if (id != null && !reader.has(id)) {
          missing.add(id);
        }
      }
    }
    if (tip != null) {
      bring(missing, tip);
    }
  }

  /** The content of a file that was brought; empty where there is no such file. */
  Optional<byte[]> content(String path) throws IOException {
    ObjectId id = blob(path);
    return id == null ? Optional.empty() : Optional.of(local.open(id).getBytes(Integer.MAX_VALUE));
  }

  private @Nullable ObjectId blob(String path) throws IOException {
    CommitFolders.Entry entry = entries(CommitFolders.parent(path)).get(CommitFolders.name(path));
    return entry != null && entry.isBlob() ? entry.id() : null;
  }

  private Map<String, CommitFolders.Entry> entries(String folder) throws IOException {
    return folders == null ? Map.of() : folders.entries(folder);
  }

  private void bring(List<ObjectId> missing, ObjectId whole) {
    if (missing.isEmpty() || connection.fetchById(GitConnection.Amount.HISTORY, missing)) {
      return;
    }
    try (Advertised refs = connection.ask(GitConnection.Amount.SNAPSHOT, ref)) {
      refs.fetch(List.of(whole));
    }
  }

  /** The files with a policy's records, oldest first; none where it has no folder. */
  List<TrailPart> parts(String folder) throws IOException {
    return entries(folder).keySet().stream()
        .flatMap(name -> TrailPart.named(folder, name).stream())
        .sorted(TrailPart.OLDEST_FIRST)
        .toList();
  }
}
