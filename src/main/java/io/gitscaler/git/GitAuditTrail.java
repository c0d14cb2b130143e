package io.gitscaler.git;

import dev.failsafe.Failsafe;
import dev.failsafe.RetryPolicy;
import io.gitscaler.audit.AuditTrail;
import io.gitscaler.audit.RunFacts;
import io.gitscaler.failure.FailureKind;
import io.gitscaler.failure.OutsideFailure;
import io.gitscaler.history.QueuedRecord;
import io.gitscaler.history.TrailMark;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.jspecify.annotations.Nullable;

/**
 * The trail on a branch of a Git repository: one commit for each publication, one line for each record, pushed as a plain
 * fast-forward and never by force. Whoever loses a race against another writer fetches again and appends to what the other
 * wrote. A record is recognised by the field {@code id} of its line; what the branch holds already is not written again.
 */
public final class GitAuditTrail implements AuditTrail {
  /** Two pushes at one moment, in the words of git and of JGit; {@code blocked} is what a hook says. */
  private static final Pattern LOCKED =
      Pattern.compile("\\block\\b|LOCK_FAILURE|lock failure", Pattern.CASE_INSENSITIVE);

  private final GitRemote remote;
  private final TrailSettings settings;
  private final InstantSource clock;
  private final Path temporary;

  /**
   * A trail that nothing was written to yet.
   *
   * @param clock for the commits' time
   * @param temporary folder below which everything is written
   */
  public GitAuditTrail(
      GitRemote remote, TrailSettings settings, InstantSource clock, Path temporary) {
    this.remote = remote;
    this.settings = settings;
    this.clock = clock;
    this.temporary = temporary;
  }

  @Override
  public Published publish(
      List<QueuedRecord> records, RunFacts run, int policies, @Nullable TrailMark known) {
    records.forEach(GitAuditTrail::check);
    if (records.isEmpty()) {
      return Published.nothing(null);
    }
    RetryPolicy<Published> retries =
        RetryPolicy.<Published>builder()
            .handle(LostRace.class)
            .withMaxAttempts(settings.attempts())
            .withBackoff(settings.firstDelay(), settings.firstDelay().multipliedBy(10))
            .withJitter(0.5)
            .build();
    try {
      return Failsafe.with(retries).get(() -> attempt(records, run, policies, known));
    } catch (LostRace race) {
      return failed(
          refused(
              "other writers were faster " + settings.attempts() + " times",
              "The records wait for the next run."));
    } catch (OutsideFailure failure) {
      return failed(failure);
    }
  }

  private static void check(QueuedRecord record) {
    if (record.line().indexOf('\n') >= 0 || record.line().indexOf('\r') >= 0) {
      throw new IllegalArgumentException("record " + record.id() + " has more than one line");
    }
    TrailFiles.first(record);
  }

  private static Published failed(OutsideFailure failure) {
    return Published.nothing(failure);
  }

  private Published attempt(
      List<QueuedRecord> records, RunFacts run, int policies, @Nullable TrailMark known) {
    Set<String> all = records.stream().map(QueuedRecord::id).collect(Collectors.toSet());
    try (ScratchFolder scratch = ScratchFolder.below(temporary, "gitscaler-trail-")) {
      try (Repository local = scratch.repository("trail.git");
          GitConnection connection = GitConnection.open(remote, local, scratch.path())) {
        TrailBranch branch = TrailBranch.fetch(connection, local, settings.ref());
        new TrailContinuity(remote, settings, scratch).check(branch.tip(), known);
        TrailCommit commit = TrailCommit.prepare(branch, records);
        if (commit.added().isEmpty()) {
          return new Published(all, null, reaching(commit.parent()), null);
        }
        ObjectId next =
            commit.write(
                local, settings, clock.instant(), added -> TrailMessage.of(added, run, policies));
        push(connection, commit.parent(), next);
        return new Published(all, next.name(), reaching(next), null);
      } catch (IOException e) {
        throw scratch.unusable(remote, e);
      }
    }
  }

  private TrailMark reaching(ObjectId commit) {
    return new TrailMark(remote.display(), settings.branch(), commit.name(), clock.instant());
  }

  private void push(GitConnection connection, ObjectId expected, ObjectId next) {
    GitConnection.Pushed pushed = connection.push(settings.ref(), expected, next);
    switch (pushed.status()) {
      case OK, UP_TO_DATE -> {}
      case REJECTED_NONFASTFORWARD, REJECTED_REMOTE_CHANGED -> throw new LostRace();
      case REJECTED_OTHER_REASON -> {
        // Servers put a lost race into words of their own; what counts is whether the branch moved.
        if (LOCKED.matcher(pushed.reason()).find() || moved(connection, expected)) {
          throw new LostRace();
        }
        throw rejected(pushed);
      }
      case NOT_ATTEMPTED, REJECTED_NODELETE, NON_EXISTING, AWAITING_REPORT ->
          throw rejected(pushed);
    }
  }

  private boolean moved(GitConnection connection, ObjectId expected) {
    try (Advertised refs = connection.ask(GitConnection.Amount.SNAPSHOT, settings.ref())) {
      Ref now = refs.ref(settings.ref());
      ObjectId id = now == null ? null : now.getObjectId();
      return !expected.equals(id == null ? ObjectId.zeroId() : id);
    }
  }

  private OutsideFailure rejected(GitConnection.Pushed pushed) {
    String reason = pushed.reason().isEmpty() ? pushed.status().name() : pushed.reason();
    String said = pushed.said().isEmpty() ? "" : ": " + pushed.said();
    return refused(
        "the push to "
            + settings.branch()
            + " was rejected: "
            + (reason + said).replaceAll("[.\\s]+$", ""),
        "Let this user push to the branch (hooks, branch protection). The records wait for the next run.");
  }

  private OutsideFailure refused(String what, String advice) {
    return new OutsideFailure(FailureKind.GIT_REFUSED, remote.display(), what, advice);
  }

  /** Another writer's commit arrived first. */
  private static final class LostRace extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LostRace() {
      super("another writer's commit arrived first", null, false, false);
    }
  }
}
