package io.gitscaler.reconcile;

import io.gitscaler.audit.PolicyResult;
import io.gitscaler.audit.RunFacts;
import io.gitscaler.failure.FailureKind;
import io.gitscaler.failure.OutsideFailure;
import io.gitscaler.history.LastRun;
import io.gitscaler.history.QueuedRecord;
import io.gitscaler.history.RunEnding;
import io.gitscaler.history.RunWork;
import io.gitscaler.history.StoredState;
import io.gitscaler.reconcile.RunReport.TrailReport;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What state says of the run that is under way, so that it outlives the process. Each write says what the run came to as things
 * stand: while records wait for Git, that they wait.
 *
 * @param invalid whether some policy is invalid
 */
record RunLog(RunFacts run, Instant started, boolean invalid) {
  /** The state after one more pass. */
  StoredState afterPass(
      StoredState recorded, List<PolicyResult> done, Instant finished, @Nullable Instant summary) {
    LastRun before = recorded.lastRun();
    RunWork earlier =
        before != null && before.id().equals(run.run()) ? before.work() : RunWork.NONE;
    RunWork work = earlier.plus(work(done));
    boolean waits = !recorded.queue().isEmpty();
    return recorded.withLastRun(
        new LastRun(
            run.run(),
            started,
            finished,
            Objects.requireNonNullElse(run.revision().commit(), ""),
            done.size(),
            (int) done.stream().filter(RunLog::failed).count(),
            work,
            RunEnding.worst(endings(work, recorded.queue(), waits)),
            waits ? "records wait for Git" : null,
            summary));
  }

  /** The state once the trail was told: what waits goes on waiting. */
  StoredState afterTrail(
      StoredState stored,
      List<QueuedRecord> waiting,
      @Nullable OutsideFailure failure,
      Instant finished) {
    LastRun pass = Objects.requireNonNull(stored.lastRun());
    Set<RunEnding> endings = endings(pass.work(), waiting, failure != null);
    return stored
        .withQueue(waiting)
        .withLastRun(
            new LastRun(
                pass.id(),
                pass.started(),
                finished,
                pass.policyCommit(),
                pass.policies(),
                pass.failed(),
                pass.work(),
                RunEnding.worst(endings),
                failure == null ? null : failure.sentence(),
                pass.lastSummary()));
  }

  /** The state after a run that could not do anything. */
  static StoredState afterNothing(
      StoredState found, String runId, Instant started, OutsideFailure failure, Instant finished) {
    LastRun before = found.lastRun();
    return found.withLastRun(
        new LastRun(
            runId,
            started,
            finished,
            "",
            0,
            0,
            RunWork.NONE,
            failure.kind() == FailureKind.ENDED ? RunEnding.STOPPED : RunEnding.UNREACHABLE,
            failure.sentence(),
            before == null ? null : before.lastSummary()));
  }

  private Set<RunEnding> endings(RunWork work, List<QueuedRecord> waiting, boolean trailFailed) {
    Set<RunEnding> endings = EnumSet.noneOf(RunEnding.class);
    if (invalid) {
      endings.add(RunEnding.INVALID);
    }
    if (!work.failures().isEmpty()) {
      endings.add(RunEnding.STOPPED);
    }
    if (run.revision().standsInForRefused()) {
      endings.add(RunEnding.UNREACHABLE);
    }
    if (TrailReport.tellsOfScaling(waiting)) {
      endings.add(RunEnding.UNRECORDED);
    } else if (trailFailed) {
      endings.add(RunEnding.UNREACHABLE);
    }
    return endings;
  }

  private static RunWork work(List<PolicyResult> done) {
    SortedMap<String, Long> failures = new TreeMap<>();
    done.stream()
        .filter(RunLog::failed)
        .forEach(result -> failures.merge(Recording.reason(result), 1L, Long::sum));
    return new RunWork(1, done.stream().filter(Recording::scaled).count(), failures);
  }

  private static boolean failed(PolicyResult result) {
    return RunReport.ending(result) != RunEnding.COMPLETED;
  }
}
