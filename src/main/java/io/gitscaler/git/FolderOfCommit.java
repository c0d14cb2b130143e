package io.gitscaler.git;

import io.gitscaler.failure.FailureKind;
import io.gitscaler.failure.OutsideFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.jspecify.annotations.Nullable;

/** One folder of a commit whose files may not have been fetched; the rest of a large repository is not looked at. */
final class FolderOfCommit {
  private final Repository local;
  private final GitFolder place;
  private final RevCommit commit;

  FolderOfCommit(Repository local, GitFolder place, RevCommit commit) {
    this.local = local;
    this.place = place;
    this.commit = commit;
  }

  /** The folder's tree; each of the names that lead to it must be a folder and none a link. */
  ObjectId tree() throws IOException {
    ObjectId at = commit.getTree();
    Path done = Path.of("");
    try (ObjectReader reader = local.newObjectReader()) {
      for (Path name : place.names()) {
        List<String> folders = new ArrayList<>();
        ObjectId next = entry(reader, at, name.toString(), folders);
        if (next == null) {
          throw missing(folders.stream().map(done::resolve).map(Path::toString).toList());
        }
        at = next;
        done = done.resolve(name);
      }
    }
    return at;
  }

  private static @Nullable ObjectId entry(
      ObjectReader reader, ObjectId tree, String name, List<String> folders) throws IOException {
    try (TreeWalk walk = new TreeWalk(reader)) {
      walk.addTree(tree);
      while (walk.next()) {
        if (FileMode.TREE.equals(walk.getFileMode(0))) {
          if (walk.getNameString().equals(name)) {
            return walk.getObjectId(0);
          }
          folders.add(walk.getNameString());
        }
      }
    }
    return null;
  }

  /** Fetches the files of the folder that are not there yet. */
  void bring(GitConnection connection, ObjectId tree) throws IOException {
    List<ObjectId> missing = new ArrayList<>();
    try (ObjectReader reader = local.newObjectReader();
        TreeWalk walk = new TreeWalk(reader)) {
      walk.addTree(tree);
      walk.setRecursive(true);
      while (walk.next() && missing.size() <= Checkout.MOST_ENTRIES) {
        if (!FileMode.GITLINK.equals(walk.getFileMode(0)) && !reader.has(walk.getObjectId(0))) {
          missing.add(walk.getObjectId(0));
        }
      }
    }
    if (!missing.isEmpty() && !connection.fetchById(GitConnection.Amount.HISTORY, missing)) {
      connection.fetchById(GitConnection.Amount.SNAPSHOT, List.of(commit));
    }
  }

  private OutsideFailure missing(List<String> folders) {
    return new OutsideFailure(
        FailureKind.GIT_CONTENT,
        place.remote().display(),
        "there is no folder \"" + place.relative() + "\" in \"" + place.ref() + "\"",
        folders.isEmpty()
            ? "The policies may lie at the root: use the path \".\"."
            : "There are the folders "
                + ServerText.clean(
                    String.join(", ", folders.subList(0, Math.min(5, folders.size()))))
                + ".");
  }
}
