package io.gitscaler.git;

import io.gitscaler.failure.EditDistance;
import io.gitscaler.failure.FailureKind;
import io.gitscaler.failure.OutsideFailure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.AbbreviatedObjectId;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevObject;
import org.eclipse.jgit.revwalk.RevWalk;
import org.jspecify.annotations.Nullable;

/**
 * Finds and fetches the commit that a name means: a branch, then a tag, then a full ref name, then a commit id, full or
 * abbreviated to at least seven digits. Of a branch or tag only the newest commit is fetched, of a commit only itself where
 * the server gives commits by id; otherwise all branches and tags are fetched with their history.
 */
final class WantedCommit {
  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{7,40}");
  private static final int NAMES_SHOWN = 5;

  private final GitConnection connection;
  private final Repository local;
  private final String name;
  private final GitConnection.Amount amount;

  /**
   * A commit that was not looked for yet.
   *
   * @param amount how much of it is fetched where it can be had alone
   */
  WantedCommit(
      GitConnection connection, Repository local, String name, GitConnection.Amount amount) {
    this.connection = connection;
    this.local = local;
    this.name = name;
    this.amount = amount;
  }

  /**
   * What a name means.
   *
   * @param named the object that has the name: the commit, or a tag of it
   * @param ref full name of the ref; null where the name is an object's id
   */
  record Found(RevCommit commit, ObjectId named, @Nullable String ref) {}

  /** The commit; its folders are then in the local repository, and its files as far as they were asked for. */
  Found fetch() throws IOException {
    Ref ref = byRef();
    ObjectId id = ref == null ? null : ref.getObjectId();
    if (id == null && COMMIT.matcher(name).matches()) {
      id = byCommit();
    }
    if (id == null) {
      throw unknown();
    }
    try (RevWalk walk = new RevWalk(local)) {
      RevObject object = walk.peel(walk.parseAny(id));
      if (object instanceof RevCommit commit) {
        return new Found(walk.parseCommit(commit), id, ref == null ? null : ref.getName());
      }
      throw new OutsideFailure(
          FailureKind.GIT_CONTENT,
          connection.remote().display(),
          "\"" + name + "\" names no commit",
          "Name a branch, a tag of a commit, or a commit.");
    }
  }

  private @Nullable Ref byRef() {
    String[] names = {Constants.R_HEADS + name, Constants.R_TAGS + name, name};
    int asked = name.startsWith(Constants.R_REFS) || name.equals(Constants.HEAD) ? 3 : 2;
    try (Advertised refs =
        connection.ask(amount, List.of(names).subList(0, asked).toArray(String[]::new))) {
      for (String each : names) {
        Ref ref = refs.ref(each);
        ObjectId id = ref == null ? null : ref.getObjectId();
        if (id != null) {
          refs.fetch(List.of(id));
          return ref;
        }
      }
      return null;
    }
  }

  private @Nullable ObjectId byCommit() throws IOException {
    if (name.length() == Constants.OBJECT_ID_STRING_LENGTH) {
      ObjectId id = ObjectId.fromString(name);
      if (connection.fetchById(amount, List.of(id))) {
        return id;
      }
    }
    try (Advertised refs =
        connection.ask(GitConnection.Amount.HISTORY, Constants.R_HEADS, Constants.R_TAGS)) {
      List<ObjectId> tips =
          refs.all().stream().map(Ref::getObjectId).filter(id -> id != null).distinct().toList();
      if (tips.isEmpty()) {
        throw empty();
      }
      refs.fetch(tips);
    }
    return abbreviated();
  }

  private @Nullable ObjectId abbreviated() throws IOException {
    List<ObjectId> commits = new ArrayList<>();
    try (ObjectReader reader = local.newObjectReader()) {
      for (ObjectId each : reader.resolve(AbbreviatedObjectId.fromString(name))) {
        if (reader.has(each) && reader.open(each).getType() == Constants.OBJ_COMMIT) {
          commits.add(each);
        }
      }
    }
    if (commits.size() > 1) {
      throw new OutsideFailure(
          FailureKind.GIT_REFUSED,
          connection.remote().display(),
          "\"" + name + "\" begins the ids of " + commits.size() + " commits",
          "Give more digits.");
    }
    return commits.isEmpty() ? null : commits.getFirst();
  }

  private OutsideFailure unknown() {
    Collection<Ref> refs;
    try (Advertised all =
        connection.ask(GitConnection.Amount.SNAPSHOT, Constants.R_HEADS, Constants.R_TAGS)) {
      refs = all.all();
    }
    List<String> names =
        refs.stream()
            .map(Ref::getName)
            .filter(ref -> ref.startsWith(Constants.R_HEADS) || ref.startsWith(Constants.R_TAGS))
            .map(Repository::shortenRefName)
            .distinct()
            .sorted(
                Comparator.comparingInt((String ref) -> EditDistance.between(name, ref))
                    .thenComparing(Comparator.naturalOrder()))
            .toList();
    if (names.isEmpty()) {
      return empty();
    }
    String shown = String.join(", ", names.subList(0, Math.min(NAMES_SHOWN, names.size())));
    return new OutsideFailure(
        FailureKind.GIT_REFUSED,
        connection.remote().display(),
        "there is no branch, tag or commit \"" + ServerText.clean(name) + "\"",
        "There "
            + (names.size() == 1 ? "is " : "are ")
            + ServerText.clean(shown)
            + (names.size() > NAMES_SHOWN ? " and " + (names.size() - NAMES_SHOWN) + " more" : "")
            + ".");
  }

  private OutsideFailure empty() {
    return new OutsideFailure(
        FailureKind.GIT_CONTENT,
        connection.remote().display(),
        "the repository is empty",
        "Push a commit with policies to it.");
  }
}
