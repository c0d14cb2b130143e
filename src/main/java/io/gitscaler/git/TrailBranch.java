package io.gitscaler.git;

import io.gitscaler.failure.FailureKind;
import io.gitscaler.failure.OutsideFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;
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

  private TrailBranch(
      GitConnection connection, Repository local, String ref, @Nullable RevCommit tip) {
    this.connection = connection;
    this.local = local;
    this.ref = ref;
    this.tip = tip;
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
      branch.checkMarker(commit);
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
  private void checkMarker(RevCommit commit) throws IOException {
    try (ObjectReader reader = local.newObjectReader();
        TreeWalk at = TreeWalk.forPath(reader, TrailFiles.MARKER, commit.getTree())) {
      if (at != null && at.getObjectId(0).equals(OUR_MARKER)) {
        return;
      }
    }
    byte[] marker = files(List.of(TrailFiles.MARKER)).get(TrailFiles.MARKER);
    String where = where();
    String branch = Repository.shortenRefName(ref);
    if (marker == null) {
      throw new OutsideFailure(
          FailureKind.GIT_CONTENT,
          where,
          "the branch "
              + branch
              + " exists and is not a trail: it has no file "
              + TrailFiles.MARKER,
          "Name another branch for the trail; one that does not exist is created.");
    }
    if (!TrailFiles.isOurFormat(marker)) {
      throw new OutsideFailure(
          FailureKind.GIT_CONTENT,
          where,
          "the branch "
              + branch
              + " holds a trail in another format: "
              + ServerText.clean(new String(marker, StandardCharsets.UTF_8)),
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

  /** The contents of those of the files that exist. */
  Map<String, byte[]> files(Collection<String> paths) throws IOException {
    Map<String, ObjectId> found = new LinkedHashMap<>();
    Map<String, byte[]> contents = new LinkedHashMap<>();
    if (tip == null) {
      return contents;
    }
    try (ObjectReader reader = local.newObjectReader()) {
      List<ObjectId> missing = new ArrayList<>();
      for (String path : paths) {
        try (TreeWalk walk = TreeWalk.forPath(reader, path, tip.getTree())) {
          if (walk != null && walk.getFileMode(0).getObjectType() == Constants.OBJ_BLOB) {
            found.put(path, walk.getObjectId(0));
            if (!reader.has(walk.getObjectId(0))) {
              missing.add(walk.getObjectId(0));
            }
          }
        }
      }
      bring(missing, tip);
    }
    try (ObjectReader reader = local.newObjectReader()) {
      for (Map.Entry<String, ObjectId> each : found.entrySet()) {
        contents.put(each.getKey(), reader.open(each.getValue()).getBytes(Integer.MAX_VALUE));
      }
    }
    return contents;
  }

  private void bring(List<ObjectId> missing, ObjectId whole) {
    if (missing.isEmpty() || connection.fetchById(GitConnection.Amount.HISTORY, missing)) {
      return;
    }
    try (Advertised refs = connection.ask(GitConnection.Amount.SNAPSHOT, ref)) {
      refs.fetch(List.of(whole));
    }
  }

  /** Names of the entries of a folder, in Git's order; none where the folder does not exist. */
  List<String> names(String folder) throws IOException {
    List<String> names = new ArrayList<>();
    if (tip == null) {
      return names;
    }
    try (ObjectReader reader = local.newObjectReader();
        TreeWalk at = TreeWalk.forPath(reader, folder, tip.getTree())) {
      if (at == null || !at.isSubtree()) {
        return names;
      }
      try (TreeWalk entries = new TreeWalk(reader)) {
        entries.addTree(at.getObjectId(0));
        while (entries.next()) {
          names.add(entries.getNameString());
        }
      }
    }
    return names;
  }
}
