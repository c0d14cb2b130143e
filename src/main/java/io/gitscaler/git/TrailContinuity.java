package io.gitscaler.git;

import io.gitscaler.failure.FailureKind;
import io.gitscaler.failure.OutsideFailure;
import io.gitscaler.history.TrailMark;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that the trail goes on from where it is known to reach: a branch that was deleted or rewritten is neither begun anew
 * nor continued. Costs nothing where nobody else wrote since. Otherwise the commits since then are fetched, without folders and
 * files, so that the cost does not grow with the history before them.
 */
final class TrailContinuity {
  /** How far the clocks of those who write one trail may be apart without a second request. */
  private static final Duration CLOCK_SKEW = Duration.ofHours(1);

  /** How far back the second request looks, whatever the commits' times say. */
  private static final int MOST_COMMITS = 1000;

  private final GitRemote remote;
  private final TrailSettings settings;
  private final ScratchFolder scratch;

  TrailContinuity(GitRemote remote, TrailSettings settings, ScratchFolder scratch) {
    this.remote = remote;
    this.settings = settings;
    this.scratch = scratch;
  }

  /**
   * Checks the newest commit.
   *
   * @param tip null where the branch does not exist
   * @param known null where nothing is known; what is known of another repository or branch does not count
   * @throws OutsideFailure where the trail does not go on from what is known
   */
  void check(@Nullable RevCommit tip, @Nullable TrailMark known) throws IOException {
    if (known == null
        || !known.repository().equals(remote.display())
        || !known.branch().equals(settings.branch())
        || known.commit().equals(settings.givenUp())) {
      return;
    }
    if (tip == null) {
      throw broken("is gone", known);
    }
    ObjectId from = ObjectId.fromString(known.commit());
    if (!tip.equals(from)
        && !leadsSince(known.at().minus(CLOCK_SKEW), from, tip)
        && !leads(from, tip, GitConnection.Amount.commits(MOST_COMMITS))) {
      throw broken("was rewritten: " + tip.name() + " does not follow", known);
    }
  }

  private boolean leadsSince(Instant time, ObjectId from, ObjectId to) throws IOException {
    if (remote.way() == GitRemote.Way.FOLDER) {
      // JGit, which serves a folder itself, prints a stack trace where no commit is of that time.
      return false;
    }
    try {
      return leads(from, to, GitConnection.Amount.commitsSince(time));
    } catch (OutsideFailure unanswered) {
      // Servers that find no commit of that time end the conversation, each in its own way.
      return false;
    }
  }

  private boolean leads(ObjectId from, ObjectId to, GitConnection.Amount amount)
      throws IOException {
    // A repository of its own, for what is there already would not be fetched again with its
    // parents.
    try (ScratchFolder own = ScratchFolder.below(scratch.path(), "history-");
        Repository history = own.repository("history.git");
        GitConnection connection = GitConnection.open(remote, history, own.path())) {
      try (Advertised refs = connection.ask(amount, settings.ref())) {
        if (refs.ref(settings.ref()) == null || !refs.tryFetch(List.of(to))) {
          return false;
        }
      }
      if (!history.getObjectDatabase().has(from)) {
        return false;
      }
      try (RevWalk walk = new RevWalk(history)) {
        return walk.isMergedInto(walk.parseCommit(from), walk.parseCommit(to));
      }
    }
  }

  private OutsideFailure broken(String what, TrailMark known) {
    return new OutsideFailure(
        FailureKind.GIT_CONTENT,
        remote.display(),
        "the branch "
            + settings.branch()
            + " "
            + what
            + ", and its last known commit is "
            + known.commit()
            + " of "
            + known.at(),
        "Push that commit back from a clone; or, if the branch was changed on purpose, give the commit up with --audit-give-up "
            + known.commit()
            + ", and the trail goes on from what is there. The records wait.");
  }
}
